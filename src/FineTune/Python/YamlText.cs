using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune;

/// <summary>Text in YAML that every reader takes for text.</summary>
internal static partial class YamlText
{
    /// <summary>The text as it is, or in quotes when it could be something else.</summary>
    public static YamlScalarNode Scalar(string text) => new(text)
    {
        Style = Plain().IsMatch(text) && !Word().IsMatch(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted,
    };

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./ -]*(?<![ :])$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^(y|n|yes|no|true|false|on|off|null|nan|inf)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
