"""The working folder: where things lie, whole writes, the lock, backups, originals.

qcdc.xlsm                       the master
2022-H1/bieu-mau/               blank forms, to send
2022-H1/nhan/                   the inbox: any name, any format, sub-folders
2022-H1/luu/UNIT/SHA256.xlsx    originals, used or not
2022-H1/luu/nhat-ky.csv         the log of the period, so that a master can be made anew
2022-H1/tra-lai/                answers to faulty returns, to send back
2022-H1/bao-cao/                the Word report
sao-luu/                        masters before each fill
"""
