using System.IO.Compression;
using System.Text;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Files in the form of <c>torch.save</c> that were made to do harm.</summary>
internal static class HostilePickle
{
    /// <summary>Pickles, by what they try.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = new Dictionary<string, byte[]>
    {
        ["run a command"] = Bytes("\u0080\u0002cos\nsystem\nX\u0004\0\0\0true\u0085R."),
        ["run Python"] = Bytes("\u0080\u0002c__builtin__\neval\nX\u0003\0\0\01+1\u0085R."),
        ["make an object of a class"] = Bytes("\u0080\u0002csubprocess\nPopen\n)\u0081."),
        ["import by the newer instruction"] = Bytes("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093."),
        ["look up an attribute of torch"] = Bytes("\u0080\u0002ctorch\nload\nX\u0001\0\0\0x\u0085R."),
        ["nest without end"] = Bytes("\u0080\u0002}X\u0005\0\0\0state" + new string(']', 200_000) + new string('a', 199_999) + "s."),
        ["contain itself"] = Bytes("\u0080\u0002}X\u0005\0\0\0state]q\u0001h\u0001as."),
        ["contain itself in a dict"] = Bytes("\u0080\u0002}q\u0001X\u0005\0\0\0stateh\u0001s."),
        ["double with each level"] = Bytes("\u0080\u0002}X\u0005\0\0\0state)q\u0000" + Doubling(60) + "s."),
        ["promise a long text"] = Bytes("\u0080\u0002X\u00ff\u00ff\u00ff\u007fabc."),
        ["end in the middle"] = Bytes("\u0080\u0002}X\u0005\0\0\0sta"),
        ["take what is not there"] = Bytes("\u0080\u0002sss."),
        ["hold nothing"] = Bytes("\u0080\u0002N."),
        ["hold a list"] = Bytes("\u0080\u0002]."),
        ["hold an empty dict"] = Bytes("\u0080\u0002}."),
        ["hold text where there should be a state"] = Bytes("\u0080\u0002}(X\u0005\0\0\0stateX\u0001\0\0\0xX\u000c\0\0\0param_groupsX\u0001\0\0\0xu."),
        ["hold numbers where there should be groups"] = Bytes("\u0080\u0002}(X\u0005\0\0\0state}X\u000c\0\0\0param_groups]K\u0001au."),
        ["use a storage that is not there"] = Bytes(
            "\u0080\u0002}X\u0005\0\0\0statectorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\09X\u0003\0\0\0cpuK\u0004tQK\0K\u0004\u0085K\u0001\u0085\u0089}tRs."),
        ["spread one number over a billion"] = Bytes(
            "\u0080\u0002}X\u0005\0\0\0statectorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0001tQK\0J\0\0\0\u0040\u0085K\0\u0085\u0089}tRs."),
    };

    /// <summary>Writes one as torch would, with a storage of four bytes.</summary>
    public static void Write(string path, byte[] pickle)
    {
        File.Delete(path);
        using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Add(zip, "archive/data.pkl", pickle);
        Add(zip, "archive/byteorder", "little"u8.ToArray());
        Add(zip, "archive/data/0", [0, 0, 128, 63]);
        Add(zip, "archive/version", "3\n"u8.ToArray());
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using Stream stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }

    private static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    private static string Doubling(int levels) =>
        string.Concat(Enumerable.Range(0, levels).Select(i => $"h{(char)i}\u0086q{(char)(i + 1)}"));
}
