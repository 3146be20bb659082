using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune;

/// <content>Messages about cards.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static YamlMappingNode CardIsNoMapping(string name) => throw new InvalidDataException(
        $"The metadata of {name}, between its two lines of dashes, is not a list of \"key: value\" lines. Correct it, or take the block out.");

    [DoesNotReturn, StackTraceHidden]
    public static YamlMappingNode CardIsNoYaml(string name, int linesBefore, YamlException cause) => throw new InvalidDataException(
        $"The metadata of {name}, between its two lines of dashes, is not valid YAML: {(cause.Start.Equals(Mark.Empty) ? string.Empty : $"line {cause.Start.Line + linesBefore}, column {cause.Start.Column}: ")}"
        + $"{cause.Message.TrimEnd('.')}. Correct it, or take the block out.", cause);
}
