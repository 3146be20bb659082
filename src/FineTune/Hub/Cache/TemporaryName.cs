using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FineTune.IO;

namespace FineTune.Hub;

/// <summary>Names nobody else uses, for files that are renamed when they are complete. The same form as the reference's.</summary>
internal static partial class TemporaryName
{
    /// <summary><c>{path}.{8 hex}.tmp</c>, or with another ending.</summary>
    public static string Beside(string path, string ending = "tmp") => $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.{ending}";

    /// <summary>Gets whether a file is one that a writer left behind, or is writing now.</summary>
    public static bool Is(string fileName) => Form().IsMatch(fileName);

    /// <summary>Writes a file so that readers see all of it or none.</summary>
    public static void WriteAllText(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        WholeFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    [GeneratedRegex(@"\.[0-9a-f]{8}\.tmp\z")]
    private static partial Regex Form();
}
