using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;

namespace FineTune.Training;

/// <summary>README.md of a run: written again as long as nobody changed its text, never over a text that somebody wrote.</summary>
internal static partial class ModelCardFile
{
    public const string FileName = "README.md";

    /// <summary>Puts header and text together; the comment between them says that it may be replaced.</summary>
    public static string Compose(ModelCardHeader header, string body) =>
        $"{header}\n<!-- FineTune wrote this card from what its Trainer knew. Complete it: a card whose text was changed is not written again. {Digest(body)} -->\n{body}";

    /// <summary>Takes over what a card that is there says in its header.</summary>
    /// <returns>Whether the card may be replaced: there is none, or it is as FineTune wrote it.</returns>
    public static bool TryMerge(string path, ModelCardHeader header)
    {
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            (ModelCardHeader? present, string rest) = ModelCardHeader.Split(File.ReadAllText(path));
            Match mark = Mark().Match(rest);
            if (!mark.Success || mark.Groups[1].Value != Digest(rest[(mark.Index + mark.Length)..]))
            {
                return false;
            }

            if (present is not null)
            {
                header.Merge(present);
            }

            return true;
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static string Digest(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.Trim())))[..16];

    [GeneratedRegex(@"^\s*<!-- FineTune wrote this card [^>]* ([0-9a-f]{16}) -->\n", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
