using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Where a tokenizer's files are: a folder, or one file alone.</summary>
internal sealed class TokenizerFolder
{
    /// <summary>The names that SentencePiece models go by.</summary>
    public static readonly string[] ModelNames = ["sentencepiece.bpe.model", "spiece.model", "spm.model", "sentencepiece.model", "tokenizer.model"];

    /// <summary>The names of all files that can hold a vocabulary, the first that exists counts; merges.txt belongs to vocab.json.</summary>
    public static readonly string[] VocabularyNames = ["tokenizer.json", "vocab.txt", "vocab.json", .. ModelNames];

    private readonly bool _isFolder;

    public TokenizerFolder(string path)
    {
        _isFolder = Directory.Exists(path);
        if (!_isFolder && !File.Exists(path))
            Throw.NoSuchFolder(path);
        Path = path;
        if (_isFolder)
        {
            TokenizerFile = Existing("tokenizer.json");
            VocabularyFile = Vocabulary(".txt") ?? Vocabulary(".json") ?? Vocabulary(".model");
            MergesFile = Existing("merges.txt");
        }
        else if (path.EndsWith("tokenizer.json", StringComparison.Ordinal))
        {
            TokenizerFile = path;
        }
        else
        {
            VocabularyFile = path;
        }

        if (TokenizerFile is null && VocabularyFile is null)
            Throw.NoTokenizerFiles(path);
    }

    public string Path { get; }

    public string? TokenizerFile { get; }

    /// <summary>Gets vocab.txt, vocab.json or a SentencePiece model, the first of them there is.</summary>
    public string? VocabularyFile { get; }

    public string? MergesFile { get; }

    /// <summary>The vocabulary file with an ending: vocab.txt, vocab.json or a SentencePiece model; null when there is none.</summary>
    public string? Vocabulary(string ending)
    {
        if (!_isFolder)
            return Path.EndsWith(ending, StringComparison.Ordinal) ? Path : null;
        return ending == ".model" ? ModelNames.Select(Existing).FirstOrDefault(file => file is not null) : Existing("vocab" + ending);
    }

    public string PathOf(string name) => _isFolder ? System.IO.Path.Combine(Path, name) : Path;

    /// <summary>The properties of another file of the folder; none when there is no such file, or no folder.</summary>
    public Dictionary<string, JsonNode?> ReadProperties(string name) => _isFolder ? JsonFile.ReadProperties(PathOf(name)) : [];

    /// <summary>Whether vocab.json has a token.</summary>
    public bool VocabularyHas(string token) => JsonFile.Read(VocabularyFile!).Find(token) is not null;

    private string? Existing(string name) => File.Exists(PathOf(name)) ? PathOf(name) : null;
}
