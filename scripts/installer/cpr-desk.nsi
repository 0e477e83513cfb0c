; The setup program of CPR Desk. `python dev.py installer` gives VERSION, FROZEN (the frozen folder), PANEL (the picture beside
; the words) and OUTPUT; the proof also QUICK, for an older version that is packed in a moment.
;
; Without rights it installs for the user, with them for everybody (/AllUsers, /CurrentUser); /S is silent, /D=FOLDER (last)
; chooses the folder. Exit codes: 0 done, 1 cancelled, 2 failed, 3 a newer version is there, 4 CPR Desk is open,
; 5 the MSI brought it.

Unicode true
Target amd64-unicode
!ifdef QUICK
SetCompress off
!else
SetCompressor /SOLID lzma
SetCompressorDictSize 64
!endif
; A file that cannot be written ends the installation: left to itself, a silent one goes on without it.
AllowSkipFiles off
ManifestDPIAware true
ManifestLongPathAware true

!define NAME "CPR Desk"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_FUNCTION KeepFolderAsked
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include LogicLib.nsh

Name "${NAME}"
OutFile "${OUTPUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${NAME}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "Installation de ${NAME}"
VIAddVersionKey /LANG=0 "CompanyName" "${NAME}"
VIAddVersionKey /LANG=0 "LegalCopyright" "EUPL-1.2"

!define MUI_ICON "${FROZEN}\_internal\resources\icons\cpr-desk.ico"
!define MUI_UNICON "${FROZEN}\_internal\resources\icons\cpr-desk.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PANEL}"
!define MUI_WELCOMEFINISHPAGE_BITMAP_STRETCH AspectFitHeight
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TEXT "CPR Desk ${VERSION} va être installé sur ce poste, sans droit d’administrateur.$\r$\n$\r$\nS’il y est déjà, il est mis à jour : fermez-le d’abord. Vos données sont gardées.$\r$\n$\r$\n$_CLICK"
!define MUI_FINISHPAGE_RUN "$INSTDIR\CPRDesk.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; A program that runs cannot be opened for writing: whoever has it open is asked to close it.
!macro RefuseWhileOpen PROGRAM
  again_${PROGRAM}:
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}.exe" a
    ${If} ${Errors}
      IfSilent silent_${PROGRAM}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "CPR Desk est ouvert. Enregistrez votre travail, fermez ses fenêtres, puis choisissez « Réessayer »." IDRETRY again_${PROGRAM}
      SetErrorLevel 1
      Quit
      silent_${PROGRAM}:
      SetErrorLevel 4
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Only what we brought is moved or removed: the folder may hold something of its owner.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\CPRDesk.exe"
  Delete "$INSTDIR\cpr-desk.exe"
!macroend
!macro MoveProgram FROM TO
  Rename "${FROM}\_internal" "${TO}\_internal"
  Rename "${FROM}\CPRDesk.exe" "${TO}\CPRDesk.exe"
  Rename "${FROM}\cpr-desk.exe" "${TO}\cpr-desk.exe"
!macroend

; The folder of /D=, which the choice between the user and everybody would forget.
Var FolderAsked
Function KeepFolderAsked
  ${If} $FolderAsked != ""
    StrCpy $INSTDIR $FolderAsked
  ${EndIf}
FunctionEnd

Function .onInit
  StrCpy $FolderAsked $INSTDIR
  !insertmacro MULTIUSER_INIT
  ReadRegStr $0 SHCTX "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      MessageBox MB_OK|MB_ICONSTOP "La version $0 de CPR Desk est déjà installée : elle est plus récente que celle-ci (${VERSION}). Rien n’a été modifié." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; A full disk or a closed door leaves the version that was there before, as it was.
Function .onInstFailed
  SetOutPath "$TEMP"
  !insertmacro RemoveProgram
  ${If} ${FileExists} "$INSTDIR\_ancien\*.*"
    !insertmacro MoveProgram "$INSTDIR\_ancien" "$INSTDIR"
    RMDir "$INSTDIR\_ancien"
  ${EndIf}
  RMDir "$INSTDIR"
FunctionEnd

Section "CPR Desk"
  ReadRegDWORD $0 HKLM "Software\${NAME}" "Shortcut"
  ${If} $MultiUser.InstallMode == "AllUsers"
  ${AndIf} $0 = 1
    MessageBox MB_OK|MB_ICONSTOP "CPR Desk a été installé pour tous par son fichier MSI. Désinstallez-le d’abord : les données restent." /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  !insertmacro RefuseWhileOpen CPRDesk
  !insertmacro RefuseWhileOpen cpr-desk
  ; What an older version brought and this one does not must not stay, but only once this one is whole.
  RMDir /r "$INSTDIR\_ancien"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    CreateDirectory "$INSTDIR\_ancien"
    !insertmacro MoveProgram "$INSTDIR" "$INSTDIR\_ancien"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FROZEN}\*.*"
  RMDir /r "$INSTDIR\_ancien"
  WriteUninstaller "$INSTDIR\Desinstaller.exe"
  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\CPRDesk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\CPRDesk.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\Desinstaller.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Desinstaller.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  !insertmacro RefuseWhileOpen CPRDesk
  !insertmacro RefuseWhileOpen cpr-desk
  SetOutPath "$TEMP"
  !insertmacro RemoveProgram
  Delete "$INSTDIR\Desinstaller.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey SHCTX "${UNINSTALL}"
  ; Data stay, unless somebody asks: /DONNEES, or the question, whose answer is no by default.
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DONNEES" $1
  ${If} ${Errors}
    IfSilent kept
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Vos données (registre, réunions, documents conservés) restent sur ce poste. Voulez-vous aussi les supprimer définitivement ?" IDNO kept
  ${EndIf}
  SetShellVarContext current
  ; A junction leads to a folder that somebody moved elsewhere: that one is never touched.
  ${GetFileAttributes} "$LOCALAPPDATA\${NAME}" "REPARSE_POINT" $0
  ${If} $0 = 1
    RMDir "$LOCALAPPDATA\${NAME}"
  ${Else}
    RMDir /r "$LOCALAPPDATA\${NAME}"
  ${EndIf}
  kept:
SectionEnd
