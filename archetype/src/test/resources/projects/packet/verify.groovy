// weft:run printed the plugin's counters, and they moved
def log = new File(basedir, 'project/my-packet/build.log').readLines()
assert log.any { it ==~ /FORWARD +PortGate\.check +passed [1-9].*/ }
assert log.contains('stopped')
