"""导入问答与案例: upload, see what would change, confirm; what an import made, submitted or published many at once."""
