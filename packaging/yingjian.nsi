; makensis -DVERSION=0.1.0 -DBUILD=/…/dist/yingjian -DOUTFILE=/…/yingjian-setup.exe yingjian.nsi
; Installs for one user, without an administrator; never touches a workspace.
Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; The two programs hold nearly the same: seen together, the second takes next to nothing.
SetCompressorDictSize 64
RequestExecutionLevel user
!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include LogicLib.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\yingjian"
!define KIND "yingjian.workspace"

Name "迎检台 ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "$LOCALAPPDATA\Programs\yingjian"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "迎检台 ${VERSION}，不联网"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "迎检台"
VIAddVersionKey /LANG=2052 "FileDescription" "迎检台安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "yingjian.ico"
!define MUI_UNICON "yingjian.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\yingjian.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A running program holds its own file: opening it for writing tells.
!macro REFUSE_WHILE_RUNNING PROGRAM
  ${DoWhile} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${IfNot} ${Errors}
      FileClose $0
      ${ExitDo}
    ${EndIf}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "迎检台正在运行。请先关闭它的窗口，再点“重试”。什么也没有改动。" /SD IDCANCEL IDCANCEL`
      SetErrorLevel 3
      Quit
    ${EndIf}
  ${Loop}
!macroend

!macro REMOVE_PROGRAM
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\yingjian.exe"
  Delete "$INSTDIR\yingjian-cli.exe"
!macroend

Section
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 17763
    MessageBox MB_OK|MB_ICONSTOP "需要 Windows 10 1809 或更新的版本。没有安装任何内容。" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  !insertmacro REFUSE_WHILE_RUNNING "yingjian.exe"
  !insertmacro REFUSE_WHILE_RUNNING "yingjian-cli.exe"
  !insertmacro REMOVE_PROGRAM
  SetOutPath "$INSTDIR"
  File /r "${BUILD}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\迎检台.lnk" "$INSTDIR\yingjian.exe"
  CreateShortcut "$DESKTOP\迎检台.lnk" "$INSTDIR\yingjian.exe"
  WriteRegStr HKCU "Software\Classes\.yingjian" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "迎检台工作区"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\yingjian.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\yingjian.exe" "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "迎检台"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\yingjian.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd

Section "Uninstall"
  !insertmacro REFUSE_WHILE_RUNNING "yingjian.exe"
  !insertmacro REFUSE_WHILE_RUNNING "yingjian-cli.exe"
  !insertmacro REMOVE_PROGRAM
  Delete "$INSTDIR\uninstall.exe"
  ; Only when empty: a workspace that lies here stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\迎检台.lnk"
  Delete "$DESKTOP\迎检台.lnk"
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  DeleteRegKey HKCU "Software\Classes\.yingjian"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x8000000, i 0, p 0, p 0)'
SectionEnd
