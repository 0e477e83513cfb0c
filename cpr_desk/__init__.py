"""CPR Desk: the secretariat of a commission paritaire régionale (CPR) of the ACI CPTS."""

__version__ = "0.1.0"
