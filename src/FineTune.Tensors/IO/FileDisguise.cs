using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace FineTune.IO;

/// <summary>
/// What a file of a model really is when it is not what its name says. The rule: a file that cannot be read as what its name promises is
/// recognised by its first bytes, and the message says what it is and how to get the right one.
/// </summary>
/// <remarks>Asked only after reading failed, but for vocabularies, which any text could be: so nothing that loads is ever refused.</remarks>
internal static class FileDisguise
{
    private const int Start = 1024;
    private const int Shown = 60;

    private static readonly string[] PointerBeginnings = ["version https://git-lfs.github.com/spec/", "version https://hawser.github.com/spec/", "# xet version"];

    private static readonly (byte[] Begin, string What)[] Kinds =
    [
        ([0x1f, 0x8b], "is packed with gzip: unpack it first (gunzip, or tar -xzf)"),
        ([(byte)'B', (byte)'Z', (byte)'h'], "is packed with bzip2: unpack it first (bunzip2)"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "is packed with xz: unpack it first (unxz)"),
        ([0x28, 0xb5, 0x2f, 0xfd], "is packed with zstd: unpack it first (unzstd)"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c], "is a 7z archive: unpack it first"),
        ([.. "Rar!"u8], "is a rar archive: unpack it first"),
        ([.. "GGUF"u8], "holds GGUF weights of llama.cpp, which are not read: take the checkpoint they were made from"),
        ([0x89, .. "HDF"u8], "holds TensorFlow or Keras weights (HDF5), which are not read: convert them with the reference first"),
        ([0x93, .. "NUMPY"u8], "is a NumPy array, and not the weights of a model: save the model with save_pretrained"),
        ([.. "%PDF"u8], "is a PDF document"),
        ([0xff, 0xfe], "is text in UTF-16: save it as UTF-8"),
        ([0xfe, 0xff], "is text in UTF-16: save it as UTF-8"),
    ];

    /// <summary>Gets what a file of weights that could not be read is; or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isTorch">Whether torch's own format was expected, and not safetensors.</param>
    public static Disguise? OfWeights(string path, bool isTorch) => Look(path) is not { } start ? null
        : Common(start, "weights") ?? Disguise.Other(OfKind(start) ?? OtherWeights(start, isTorch) ?? OfText(start, "weights"));

    /// <summary>Gets what a file of text (JSON, a vocabulary) is, if not that; or null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isJson">Whether it could not be read as JSON: then any other text is one too.</param>
    public static Disguise? OfText(string path, bool isJson) => Look(path) is not { } start ? null
        : Common(start, "file") ?? Disguise.Other(OfKind(start) ?? (IsZip(start) ? "is a zip archive: unpack it first" : null) ?? (isJson ? OfJson(start) : null));

    /// <summary>Gets the first bytes of a file, and its length; null when there is no such file.</summary>
    private static Beginning? Look(string path)
    {
        try
        {
            using FileReader file = new(path);
            byte[] bytes = new byte[Math.Min(Start, file.Length)];
            file.Read(bytes, 0);
            return new Beginning(bytes, file.Length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Disguise? Common(Beginning start, string content)
    {
        string text = start.Text;
        if (start.Length == 0)
        {
            return Disguise.Other("is empty (0 bytes): it was not downloaded or copied to its end. Download it again");
        }

        if (PointerBeginnings.Any(begin => text.StartsWith(begin, StringComparison.Ordinal)))
        {
            string verb = content == "weights" ? "were" : "was";
            return new($"is a git-lfs pointer, the {content}{SizeIn(text)} {verb} not downloaded: git lfs pull (in its folder, after git lfs install once)", DisguiseKind.Pointer);
        }

        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<Error", StringComparison.OrdinalIgnoreCase))
        {
            return Disguise.Other($"is an XML answer of a server ({Excerpt(text)}), and not the file that was asked for. Download it again");
        }

        if (text.StartsWith('<') && text.Length > 1 && (text[1] is '!' or '?' || char.IsAsciiLetter(text[1])) && text.Contains('>', StringComparison.Ordinal))
        {
            return new("is an HTML page, such as a site's page about the file or a request to log in, and not the file itself. Download the raw file", DisguiseKind.Page);
        }

        return start.Bytes.All(value => value == 0) && start.Bytes.Length > 64
            ? Disguise.Other("begins with nothing but zeros: its disk was full, or its download did not end. Download it again")
            : null;
    }

    private static string? OfKind(Beginning start) => start.IsTar
        ? "is a tar archive: unpack it first (tar -xf)"
        : Kinds.FirstOrDefault(kind => start.Bytes.AsSpan().StartsWith(kind.Begin)).What;

    private static string? OtherWeights(Beginning start, bool isTorch) => (isTorch, IsZip(start)) switch
    {
        (false, true) => "is a zip file, as torch.save writes: if it is, call it pytorch_model.bin; if it is an archive, unpack it",
        (false, _) when start.Bytes is [0x80, >= 2 and <= 5, ..] => "is a pickle, as torch.save wrote before 2020: call it pytorch_model.bin",
        (true, _) when start.Bytes.Length > 9 && start.Bytes[8] == '{' && start.Bytes[4] == 0 && start.Bytes[7] == 0 => "is a safetensors file: call it model.safetensors",
        (true, false) when start.Bytes is [0x80, >= 2 and <= 5, ..] => "is a Python pickle that torch.save did not write, and is not read, since it could run code: load it in Python and "
            + "save the model with save_pretrained",
        _ => null,
    };

    private static string? OfText(Beginning start, string content)
    {
        string text = start.Text;
        return text.Length == 0 || !IsText(text) ? null
            : text[0] is '{' or '[' ? $"is JSON ({Excerpt(text)}), perhaps an answer of a server, and not {content}. Download it again"
            : $"is text ({Excerpt(text)}), perhaps an answer of a server, and not {content}. Download it again";
    }

    private static string? OfJson(Beginning start)
    {
        string text = start.Text;
        bool mayBeJson = text.Contains('{', StringComparison.Ordinal) || text.StartsWith('[');
        return mayBeJson || !IsText(text) ? null
            : text.Length == 0 ? "holds nothing but blanks: it was not written or copied to its end"
            : $"is text ({Excerpt(text)}), perhaps an answer of a server, and not JSON. Copy it again from where the model came from";
    }

    private static bool IsText(string text) => !text.Any(c => c == '\ufffd' || (char.IsControl(c) && !char.IsWhiteSpace(c)));

    private static bool IsZip(Beginning start) => start.Bytes.AsSpan().StartsWith("PK"u8) && start.Bytes.Length > 3 && start.Bytes[2] is 3 or 5;

    private static string Excerpt(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return '"' + (line.Length <= Shown ? line : line[..Shown] + "...") + '"';
    }

    private static string SizeIn(string pointer)
    {
        foreach (string name in (string[])["\nsize ", "\nfilesize = "])
        {
            int at = pointer.IndexOf(name, StringComparison.Ordinal);
            if (at >= 0 && Utf8Parser.TryParse(Encoding.ASCII.GetBytes(pointer[(at + name.Length)..]), out long size, out _))
            {
                return size >= 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $" ({size / 1_000_000} MB)") : string.Create(CultureInfo.InvariantCulture, $" ({size} bytes)");
            }
        }

        return string.Empty;
    }

    private sealed record Beginning(byte[] Bytes, long Length)
    {
        /// <summary>Gets the beginning as text, without a byte order mark and blanks before it.</summary>
        public string Text { get; } = WithoutPart(new UTF8Encoding(false, throwOnInvalidBytes: false).GetString(Bytes)).TrimStart('\ufeff', ' ', '\t', '\r', '\n');

        public bool IsTar => Bytes.Length > 262 && Bytes.AsSpan(257, 5).SequenceEqual("ustar"u8);

        /// <summary>A character that the end of the excerpt cut in two is no sign of other content.</summary>
        private static string WithoutPart(string text) => text.TrimEnd('\ufffd');
    }
}
