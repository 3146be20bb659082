using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace FineTune.IO;

/// <summary>
/// The front of a safetensors file: <c>u64 n</c>, then n bytes of JSON, <c>{"name":{"dtype","shape","data_offsets"}, ...}</c>; the rest
/// is data, which the tensors cover without gap or overlap.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const int LengthBytes = 8;
    public const long MaxLength = 100_000_000;
    public const string MetadataName = "__metadata__";

    private SafetensorsHeader(List<SafetensorsEntry> entries, Dictionary<string, string> metadata, long dataStart)
    {
        Entries = entries;
        Metadata = metadata;
        DataStart = dataStart;
    }

    /// <summary>Gets the tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Gets where in the file the data begins.</summary>
    public long DataStart { get; }

    /// <summary>Reads and checks the header of a file; <paramref name="read"/> fills a span from a position in it.</summary>
    /// <exception cref="SafetensorsException">The header breaks a rule of the format.</exception>
    public static SafetensorsHeader Read(string path, long fileLength, ReadAt read)
    {
        if (fileLength < LengthBytes)
        {
            Throw.Safetensors(path, $"it has {fileLength} bytes, too few for the length of its header");
        }

        Span<byte> prefix = stackalloc byte[LengthBytes];
        read(prefix, 0);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxLength)
        {
            Throw.Safetensors(path, $"it says that its header has {length} bytes, above the format's limit of {MaxLength}");
        }

        if ((long)length > fileLength - LengthBytes)
        {
            Throw.Safetensors(path, $"its header of {length} bytes does not fit the file's {fileLength}; the file was cut off");
        }

        byte[] json = new byte[length];
        read(json, LengthBytes);
        long dataStart = LengthBytes + (long)length;
        SafetensorsHeader header = Parse(path, json, dataStart);
        CheckCoverage(path, header.Entries, fileLength - dataStart);
        return header;
    }

    private static SafetensorsHeader Parse(string path, byte[] json, long dataStart)
    {
        if (json.Length == 0 || json[0] != (byte)'{')
        {
            Throw.Safetensors(path, "its header does not begin with {");
        }

        if (!Utf8.IsValid(json))
        {
            Throw.Safetensors(path, "its header is not valid UTF-8");
        }

        try
        {
            return new HeaderParser(path, json).Parse(dataStart);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Throw.SafetensorsJson(path, error);
        }
    }

    private static void CheckCoverage(string path, IReadOnlyList<SafetensorsEntry> entries, long dataLength)
    {
        long covered = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != covered)
            {
                string problem = entry.Begin < covered ? "overlaps the tensor before it" : "leaves a gap before it";
                Throw.Safetensors(path, $"tensor \"{entry.Name}\" begins at {entry.Begin}, but the one before ends at {covered}: it {problem}");
            }

            covered = entry.End;
        }

        if (covered != dataLength)
        {
            string problem = covered > dataLength ? "the file was cut off" : "bytes follow that belong to no tensor";
            Throw.Safetensors(path, $"its tensors take {covered} bytes, but {dataLength} follow the header: {problem}");
        }
    }

    /// <summary>Fills a span from a position in a file.</summary>
    internal delegate void ReadAt(Span<byte> destination, long position);

    private ref struct HeaderParser
    {
        private readonly string _path;
        private readonly List<SafetensorsEntry> _entries = [];
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private Utf8JsonReader _reader;

        public HeaderParser(string path, ReadOnlySpan<byte> json)
        {
            _path = path;
            _reader = new Utf8JsonReader(json);
        }

        public SafetensorsHeader Parse(long dataStart)
        {
            Dictionary<string, string> metadata = new(StringComparer.Ordinal);
            Next();
            while (NextIsProperty(out string name))
            {
                if (!_names.Add(name))
                {
                    Throw.Safetensors(_path, $"its header names \"{name}\" twice");
                }

                if (name == MetadataName)
                {
                    ReadMetadata(metadata);
                }
                else
                {
                    _entries.Add(ReadEntry(name));
                }
            }

            // What is left can only be white space, or the reader throws.
            _ = _reader.Read();
            _entries.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
            return new SafetensorsHeader(_entries, metadata, dataStart);
        }

        private void Next()
        {
            if (!_reader.Read())
            {
                Throw.Safetensors(_path, "its header ends in the middle");
            }
        }

        private bool NextIsProperty(out string name)
        {
            Next();
            bool isProperty = _reader.TokenType == JsonTokenType.PropertyName;
            name = isProperty ? _reader.GetString()! : string.Empty;
            return isProperty;
        }

        private void Expect(JsonTokenType type, string what)
        {
            Next();
            if (_reader.TokenType != type)
            {
                Throw.Safetensors(_path, $"its header has {Describe(_reader.TokenType)} where {what} is expected");
            }
        }

        private void ReadMetadata(Dictionary<string, string> metadata)
        {
            Expect(JsonTokenType.StartObject, $"the object of \"{MetadataName}\"");
            while (NextIsProperty(out string key))
            {
                Expect(JsonTokenType.String, $"the text of \"{MetadataName}\" \"{key}\"");
                if (!metadata.TryAdd(key, _reader.GetString()!))
                {
                    Throw.Safetensors(_path, $"its \"{MetadataName}\" names \"{key}\" twice");
                }
            }
        }

        private SafetensorsEntry ReadEntry(string name)
        {
            string? dtype = null;
            List<long>? shape = null;
            List<long>? offsets = null;
            Expect(JsonTokenType.StartObject, $"the description of tensor \"{name}\"");
            while (NextIsProperty(out string key))
            {
                switch (key)
                {
                    case "dtype":
                        CheckNew(name, key, dtype is null);
                        Expect(JsonTokenType.String, $"the dtype of tensor \"{name}\"");
                        dtype = _reader.GetString();
                        break;
                    case "shape":
                        CheckNew(name, key, shape is null);
                        shape = ReadNumbers(name, key);
                        break;
                    case "data_offsets":
                        CheckNew(name, key, offsets is null);
                        offsets = ReadNumbers(name, key);
                        break;
                    default:
                        Next();
                        _reader.Skip();
                        break;
                }
            }

            return MakeEntry(name, dtype, shape, offsets);
        }

        private readonly void CheckNew(string name, string key, bool isNew)
        {
            if (!isNew)
            {
                Throw.Safetensors(_path, $"it gives the {key} of tensor \"{name}\" twice");
            }
        }

        private List<long> ReadNumbers(string name, string key)
        {
            List<long> numbers = [];
            Expect(JsonTokenType.StartArray, $"the list of numbers of \"{name}\" {key}");
            while (true)
            {
                Next();
                if (_reader.TokenType == JsonTokenType.EndArray)
                {
                    return numbers;
                }

                if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long number) || number < 0)
                {
                    Throw.Safetensors(_path, $"the {key} of tensor \"{name}\" holds something other than whole numbers of zero or more");
                }
                else
                {
                    numbers.Add(number);
                }
            }
        }

        private readonly SafetensorsEntry MakeEntry(string name, string? dtypeName, List<long>? shape, List<long>? offsets)
        {
            if (dtypeName is null || shape is null || offsets is null)
            {
                string missing = dtypeName is null ? "dtype" : shape is null ? "shape" : "data_offsets";
                throw Throw.SafetensorsError(_path, $"tensor \"{name}\" has no {missing}");
            }

            if (!DTypes.TryParse(dtypeName, out SafetensorsDType dtype))
            {
                Throw.Safetensors(_path, $"tensor \"{name}\" has the unknown dtype \"{dtypeName}\"");
            }

            if (offsets.Count != 2 || offsets[0] > offsets[1])
            {
                Throw.Safetensors(_path, $"the data_offsets of tensor \"{name}\" are not a beginning and an end: [{string.Join(", ", offsets.Take(4))}]");
            }

            if (!TryCountBits(shape, dtype, out Int128 bits))
            {
                Throw.Safetensors(_path, $"tensor \"{name}\" is too large: the product of its shape overflows");
            }

            if (bits != 8 * (Int128)(offsets[1] - offsets[0]))
            {
                Throw.Safetensors(
                    _path, $"tensor \"{name}\" has {offsets[1] - offsets[0]} bytes, but its shape and dtype need {(bits % 8 == 0 ? bits / 8 : "parts of")} bytes");
            }

            return new SafetensorsEntry(name, dtype, [.. shape], offsets[0], offsets[1]);
        }

        /// <summary>Multiplies in the order of the axes, as the reference does: an overflow counts even if a zero follows.</summary>
        private static bool TryCountBits(List<long> shape, SafetensorsDType dtype, out Int128 bits)
        {
            Int128 elements = 1;
            foreach (long dim in shape)
            {
                elements *= dim;
                if (elements > ulong.MaxValue)
                {
                    bits = 0;
                    return false;
                }
            }

            bits = elements * DTypes.BitsOf(dtype);
            return bits <= ulong.MaxValue;
        }

        private static string Describe(JsonTokenType type) => type switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "text",
            JsonTokenType.Number => "a number",
            JsonTokenType.Null => "null",
            _ => "something else",
        };
    }
}
