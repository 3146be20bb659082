using System.Security.Cryptography;
using System.Text.RegularExpressions;

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
        string temporary = Beside(path);
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    [GeneratedRegex(@"\.[0-9a-f]{8}\.tmp\z")]
    private static partial Regex Form();
}
