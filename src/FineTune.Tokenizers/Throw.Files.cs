using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune.Tokenizers;

internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoSuchFolder(string path) => throw new DirectoryNotFoundException(
        $"There is no folder or file \"{path}\" to read a tokenizer from. Pass the folder that holds tokenizer.json or vocab.txt.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoTokenizerFiles(string path) => throw new TokenizerException(
        $"The folder \"{path}\" has neither tokenizer.json nor vocab.txt. Copy one of them from where the model comes from.");

    public static TokenizerException VocabularyTooLarge(int count) => new(
        $"The vocabulary of {count:N0} tokens is too large: together they may have at most {UnigramTrie.MostNodes:N0} different beginnings.");

    public static TokenizerException BadAddedToken(string file, string name) => new(
        $"{file}: the added token \"{name}\" is not a pair of a token and a whole number. Download or copy the file again.");

    public static TokenizerException NoSpecialToken(string file, string name) => new(
        $"{file}: a BERT tokenizer needs a {name}, but it is null. Set it, for example to \"[{name[..3].ToUpperInvariant()}]\".");

    [DoesNotReturn, StackTraceHidden]
    public static void BadSetting(string folder, string name, string value, string expected) => throw new TokenizerException(
        $"{folder}: {name} is {value} in tokenizer_config.json, but it must be {expected}. Correct it.");
}
