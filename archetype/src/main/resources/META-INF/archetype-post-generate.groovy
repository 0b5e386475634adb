// Takes away the files of the kinds that were not asked for: what a kind's files are called begins with one of its words.
import groovy.io.FileType

def beginnings = [packet: ['PortGate'], match: ['RuleWords', 'PayloadMatch', 'TtlCapTarget'], driver: ['UdpCable'], hook: ['Order']]
def unwanted = beginnings.findAll { kind, beginning -> kind != request.properties['kind'] }.values().flatten()
def plugin = new File(request.outputDirectory, request.artifactId)
def files = []
new File(plugin, 'src').eachFileRecurse(FileType.FILES) { files << it }
files.findAll { file -> unwanted.any { file.name.startsWith(it) } }.each { it.delete() }
