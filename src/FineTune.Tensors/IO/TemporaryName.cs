using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace FineTune.IO;

/// <summary>Names nobody else uses, for files that are renamed when they are complete. The form that the reference's client of the Hub has for them.</summary>
internal static partial class TemporaryName
{
    /// <summary><c>{path}.{8 hex}.tmp</c>, or with another ending.</summary>
    public static string Beside(string path, string ending = "tmp") => $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.{ending}";

    /// <summary>Gets whether a file is one that a writer left behind, or is writing now.</summary>
    public static bool Is(string fileName) => Form().IsMatch(fileName);

    [GeneratedRegex(@"\.[0-9a-f]{8}\.tmp\z")]
    private static partial Regex Form();
}
