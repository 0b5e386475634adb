// Takes away the files of the kinds that were not asked for: what a kind's files are called begins with the same word.
import groovy.io.FileType

def beginnings = [packet: 'PortGate', hook: 'OrderLimit']
def unwanted = beginnings.findAll { kind, beginning -> kind != request.properties['kind'] }.values()
def plugin = new File(request.outputDirectory, request.artifactId)
def files = []
new File(plugin, 'src').eachFileRecurse(FileType.FILES) { files << it }
files.findAll { file -> unwanted.any { file.name.startsWith(it) } }.each { it.delete() }
