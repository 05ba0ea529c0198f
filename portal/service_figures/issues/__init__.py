"""Rising issues: words of a public list and cited articles, against the weeks before."""
