using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune.Tokenizers;

internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoSuchFolder(string path) => throw new DirectoryNotFoundException(
        $"There is no folder or file \"{path}\" to read a tokenizer from. Pass the folder that holds tokenizer.json, vocab.txt, " +
        "vocab.json and merges.txt, or a SentencePiece model.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoTokenizerFiles(string path) => throw new TokenizerException(
        $"The folder \"{path}\" has neither tokenizer.json nor vocab.txt, nor vocab.json, nor a SentencePiece model ({string.Join(", ",
            TokenizerFolder.ModelNames)}). Copy one of them from where the model comes from.");

    public static TokenizerException NoMerges(string path) => new(
        $"Beside {path} there is no merges.txt, which byte pair encoding needs. Copy it from where the model comes from.");

    public static TokenizerException OtherVocabulary(string path, string expected) => new(
        $"{path}: the tokenizer's class needs {expected}. Name the right class as tokenizer_class in tokenizer_config.json, " +
        "or copy that file from where the model comes from.");

    public static TokenizerException BadMerge(string path, int line, string merge) => new(
        $"{path}: line {line}, \"{merge}\", is not two tokens of the vocabulary that together are one. Download or copy it again.");

    public static TokenizerException NotUnigram(string path) => new(
        $"{path} is a SentencePiece model of another kind than unigram. Copy tokenizer.json from where the model comes from, or convert the model to it.");

    public static TokenizerException NoUnknownPiece(string path, int count, int id) => new(
        $"{path} has {count} tokens, but the class's unknown token should be number {id}. Download or copy it again.");

    public static TokenizerException VocabularyTooLarge(int count) => new(
        $"The vocabulary of {count:N0} tokens is too large: together they may have at most {UnigramTrie.MostNodes:N0} different beginnings.");

    public static TokenizerException BadAddedToken(string file, string name) => new(
        $"{file}: the added token \"{name}\" is not a pair of a token and a whole number. Download or copy the file again.");

    public static TokenizerException NoSpecialToken(string file, string name) => new(
        $"{file}: the tokenizer's class needs a {name}, but it is null. Set it, for example to \"[{name[..3].ToUpperInvariant()}]\".");

    [DoesNotReturn, StackTraceHidden]
    public static void BadSetting(string folder, string name, string value, string expected) => throw new TokenizerException(
        $"{folder}: {name} is {value} in tokenizer_config.json, but it must be {expected}. Correct it.");
}
