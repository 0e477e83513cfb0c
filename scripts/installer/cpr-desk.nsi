; The setup program of CPR Desk. `python dev.py installer` gives VERSION, FROZEN (the frozen folder), PANEL (the picture beside
; the words) and OUTPUT; SIGN, where there is a certificate, is the command that signs a file; the proof gives QUICK, for an
; older version that is packed in a moment.
;
; Without rights it installs for the user, with them for everybody (/AllUsers, /CurrentUser); /S is silent, /D=FOLDER (last)
; chooses the folder. Exit codes: 0 done, 1 cancelled, 2 failed, 3 a newer version is there, 4 CPR Desk is open,
; 5 the MSI brought it. A box that a silent run would show has /SD, or is skipped by IfSilent.

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
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "DisplayVersion"
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
!ifdef SIGN
!uninstfinalize '${SIGN} "%1"'
!endif
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
!define MUI_WELCOMEPAGE_TEXT "CPR Desk ${VERSION} va être installé sur ce poste. Pour votre seul compte, aucun droit d’administrateur n’est nécessaire.$\r$\n$\r$\nS’il y est déjà, il est mis à jour : fermez-le d’abord. Vos données sont gardées.$\r$\n$\r$\n$_CLICK"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_FUNCTION StartProgram
!insertmacro MUI_PAGE_WELCOME
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE StayWhereFolderIsTaken
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "French"

; Without rights MultiUser answers /AllUsers with an English box, which a silent run would wait for.
!macro RefuseWithoutRights
  UserInfo::GetAccountType
  Pop $0
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/AllUsers" $2
  ${IfNot} ${Errors}
  ${AndIf} $0 != "Admin"
    MessageBox MB_OK|MB_ICONSTOP "Il faut les droits d’administrateur pour tous les utilisateurs. Rien n’a été modifié." /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
!macroend

; A newer version in the same place, for the user or for all, stays.
!macro RefuseDowngrade
  ReadRegStr $0 SHCTX "${UNINSTALL}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      MessageBox MB_OK|MB_ICONSTOP "La version $0 de CPR Desk est déjà installée : elle est plus récente que celle-ci (${VERSION}). Rien n’a été modifié." /SD IDOK
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${EndIf}
!macroend

; A program that runs cannot be opened for writing: whoever has it open is asked to close it.
!macro RefuseWhileOpen FOLDER PROGRAM
  !define ID ${__LINE__}
  again_${ID}:
  ${If} ${FileExists} "${FOLDER}\${PROGRAM}.exe"
    ClearErrors
    FileOpen $0 "${FOLDER}\${PROGRAM}.exe" a
    ${If} ${Errors}
      IfSilent silent_${ID}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "CPR Desk est ouvert. Enregistrez votre travail, fermez ses fenêtres, puis choisissez « Réessayer »." IDRETRY again_${ID}
      SetErrorLevel 1
      Quit
      silent_${ID}:
      SetErrorLevel 4
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
  !undef ID
!macroend

; Only what we brought is moved or removed: the folder may hold something of its owner.
!macro RemoveProgram FOLDER
  RMDir /r "${FOLDER}\_internal"
  RMDir /r "${FOLDER}\_ancien"
  RMDir /r "${FOLDER}\_retire"
  Delete "${FOLDER}\CPRDesk.exe"
  Delete "${FOLDER}\cpr-desk.exe"
!macroend

; While a version is replaced the former one lies in _ancien: the programs first, _internal last. Put back what is there.
!macro PutBackFile FILE
  ${If} ${FileExists} "$INSTDIR\_ancien\${FILE}"
    Delete "$INSTDIR\${FILE}"
    Rename "$INSTDIR\_ancien\${FILE}" "$INSTDIR\${FILE}"
  ${EndIf}
!macroend
!macro PutBack
  ${If} ${FileExists} "$INSTDIR\_ancien\_internal\*.*"
    RMDir /r "$INSTDIR\_internal"
    Rename "$INSTDIR\_ancien\_internal" "$INSTDIR\_internal"
  ${EndIf}
  !insertmacro PutBackFile CPRDesk.exe
  !insertmacro PutBackFile cpr-desk.exe
  RMDir "$INSTDIR\_ancien"
!macroend

; What PyInstaller makes has a folder _internal, ours or of another program.
Var Foreign
Function LookForForeign
  StrCpy $Foreign 0
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
  ${AndIfNot} ${FileExists} "$INSTDIR\CPRDesk.exe"
  ${AndIfNot} ${FileExists} "$INSTDIR\_ancien\*.*"
    StrCpy $Foreign 1
    MessageBox MB_OK|MB_ICONSTOP "Le dossier « $INSTDIR » contient un autre programme. Choisissez-en un autre." /SD IDOK
  ${EndIf}
FunctionEnd
Function StayWhereFolderIsTaken
  Call LookForForeign
  ${If} $Foreign = 1
    Abort
  ${EndIf}
FunctionEnd

; Through the desktop, so that it does not run with the rights of the installation.
Function StartProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\CPRDesk.exe"'
FunctionEnd

; The folder of /D=, which the choice between the user and everybody would forget.
Var FolderAsked
Function KeepFolderAsked
  ${If} $FolderAsked != ""
    StrCpy $INSTDIR $FolderAsked
  ${EndIf}
FunctionEnd

Function .onInit
  StrCpy $FolderAsked $INSTDIR
  !insertmacro RefuseWithoutRights
  !insertmacro MULTIUSER_INIT
  !insertmacro RefuseDowngrade
FunctionEnd

Function un.onInit
  !insertmacro RefuseWithoutRights
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; A full disk or a closed door leaves the version that was there before, as it was.
Function .onInstFailed
  SetOutPath "$TEMP"
  ${If} ${FileExists} "$INSTDIR\_ancien\*.*"
    !insertmacro PutBack
  ${Else}
    !insertmacro RemoveProgram "$INSTDIR"
  ${EndIf}
  RMDir "$INSTDIR"
FunctionEnd

Var Former
Section "CPR Desk"
  !insertmacro RefuseDowngrade
  ReadRegDWORD $0 HKLM "Software\${NAME}" "Shortcut"
  ${If} $MultiUser.InstallMode == "AllUsers"
  ${AndIf} $0 = 1
    MessageBox MB_OK|MB_ICONSTOP "CPR Desk a été installé pour tous par son fichier MSI. Désinstallez-le d’abord : les données restent." /SD IDOK
    SetErrorLevel 5
    Quit
  ${EndIf}
  ReadRegStr $1 HKLM "${UNINSTALL}" "DisplayVersion"
  ${If} $MultiUser.InstallMode == "CurrentUser"
    ${If} $0 = 1
    ${OrIf} $1 != ""
      MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "CPR Desk est déjà installé sur ce poste pour tous. Voulez-vous vraiment l’installer une seconde fois, pour vous seul ?" /SD IDYES IDYES again
      SetErrorLevel 1
      Quit
      again:
    ${EndIf}
  ${EndIf}
  Call LookForForeign
  ${If} $Foreign = 1
    SetErrorLevel 2
    Quit
  ${EndIf}
  !insertmacro RefuseWhileOpen "$INSTDIR" CPRDesk
  !insertmacro RefuseWhileOpen "$INSTDIR" cpr-desk
  ReadRegStr $Former SHCTX "${UNINSTALL}" "InstallLocation"
  ${If} $Former == $INSTDIR
    StrCpy $Former ""
  ${EndIf}
  ${If} $Former != ""
    !insertmacro RefuseWhileOpen "$Former" CPRDesk
    !insertmacro RefuseWhileOpen "$Former" cpr-desk
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\_ancien\*.*"
    !insertmacro PutBack ; the last installation was cut short
  ${EndIf}
  RMDir /r "$INSTDIR\_ancien"
  RMDir /r "$INSTDIR\_retire"
  ; What an older version brought and this one does not must not stay, but only once this one is whole.
  ${If} ${FileExists} "$INSTDIR\CPRDesk.exe"
    CreateDirectory "$INSTDIR\_ancien"
    ClearErrors
    Rename "$INSTDIR\CPRDesk.exe" "$INSTDIR\_ancien\CPRDesk.exe"
    Rename "$INSTDIR\cpr-desk.exe" "$INSTDIR\_ancien\cpr-desk.exe"
    Rename "$INSTDIR\_internal" "$INSTDIR\_ancien\_internal"
    ${If} ${Errors}
      !insertmacro PutBack
      MessageBox MB_OK|MB_ICONSTOP "Un fichier de CPR Desk est tenu par un autre programme. Attendez un moment, ou fermez ce programme, puis recommencez. Rien n’a été modifié." /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File "${FROZEN}\*.exe" ; first: a folder with them is ours, even when this is cut short
  File /r "${FROZEN}\_internal"
  Rename "$INSTDIR\_ancien" "$INSTDIR\_retire" ; cut short from here on, nothing is put back
  RMDir /r "$INSTDIR\_retire"
  ${If} $Former != ""
  ${AndIf} ${FileExists} "$Former\CPRDesk.exe"
    !insertmacro RemoveProgram "$Former"
    Delete "$Former\Desinstaller.exe"
    RMDir "$Former"
  ${EndIf}
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
  !insertmacro RefuseWhileOpen "$INSTDIR" CPRDesk
  !insertmacro RefuseWhileOpen "$INSTDIR" cpr-desk
  SetOutPath "$TEMP"
  !insertmacro RemoveProgram "$INSTDIR"
  Delete "$INSTDIR\Desinstaller.exe"
  RMDir "$INSTDIR"
  ReadRegStr $0 SHCTX "${UNINSTALL}" "InstallLocation"
  ${If} $0 == $INSTDIR
    Delete "$SMPROGRAMS\${NAME}.lnk"
    DeleteRegKey SHCTX "${UNINSTALL}"
  ${EndIf}
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
