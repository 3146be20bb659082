using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FineTune.Tokenizers;

/// <summary>A value of a JSON file that knows where it stands (in a parent, by name or number), so that a wrong one can be named.</summary>
internal readonly record struct JsonPart(JsonElement Value, string File, string Parent, string? Name = null, int Index = -1)
{
    /// <summary>Gets where it stands. Spelled when asked for: a vocabulary has many values, and seldom a wrong one.</summary>
    public string Path => Name is not null ? $"{Parent}.{Name}" : Index >= 0 ? $"{Parent}[{Index}]" : Parent;

    public bool IsNull => Value.ValueKind == JsonValueKind.Null;

    /// <summary>Gets whether it is a list of two.</summary>
    public bool IsPair => Value.ValueKind == JsonValueKind.Array && Value.GetArrayLength() == 2;

    /// <summary>Gets how many values a list has, or properties an object; 0 of anything else.</summary>
    public int Length => Value.ValueKind switch
    {
        JsonValueKind.Array => Value.GetArrayLength(),
        JsonValueKind.Object => Value.GetPropertyCount(),
        _ => 0,
    };

    public JsonPart this[string name] => Find(name) ?? Wrong<JsonPart>($"an object with \"{name}\"");

    /// <summary>A value of a list.</summary>
    public JsonPart this[int index] => Value.ValueKind == JsonValueKind.Array && index < Value.GetArrayLength()
        ? new(Value[index], File, Path, Index: index)
        : Wrong<JsonPart>("a list");

    /// <summary>The property, or null when it is missing or null.</summary>
    public JsonPart? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            return Wrong<JsonPart?>("an object");
        return Value.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonPart(value, File, Path, name)
            : null;
    }

    public IEnumerable<(string Name, JsonPart Part)> Properties()
    {
        if (Value.ValueKind != JsonValueKind.Object)
            Wrong<int>("an object");
        string path = Path;
        foreach (JsonProperty property in Value.EnumerateObject())
        {
            string name = NameOf(property);
            yield return (name, new(property.Value, File, path, name));
        }
    }

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return Wrong<string>("names of whole characters");
        }
    }

    public IEnumerable<JsonPart> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            Wrong<int>("a list");
        int i = 0;
        string path = Path;
        foreach (JsonElement item in Value.EnumerateArray())
            yield return new(item, File, path, Index: i++);
    }

    /// <summary>Gets the characters of a text, in a room that serves the next one as well and grows as it must.</summary>
    public ReadOnlySpan<char> Characters(ref char[] room) => Characters(Value, ref room, this, index: -1);

    /// <summary>The characters of a text of a list.</summary>
    public ReadOnlySpan<char> Characters(int index, ref char[] room) => Characters(Value[index], ref room, this, index);

    /// <summary>Spells a place only where the text is none, or has to be read as a text of its own.</summary>
    private static ReadOnlySpan<char> Characters(JsonElement value, ref char[] room, JsonPart part, int index)
    {
        ReadOnlySpan<byte> raw = value.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(value) : [];
        if (raw.IsEmpty || raw.Contains((byte)'\\'))
            return (index < 0 ? part : part[index]).String();
        raw = raw[1..^1];
        if (room.Length < raw.Length)
            room = new char[2 * raw.Length];
        return room.AsSpan(0, System.Text.Encoding.UTF8.GetChars(raw, room));
    }

    public string String()
    {
        try
        {
            return Value.ValueKind == JsonValueKind.String ? Value.GetString()! : Wrong<string>("a text");
        }
        catch (InvalidOperationException)
        {
            return Wrong<string>("a text of whole characters");
        }
    }

    public int Int() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) ? number : Wrong<int>("a whole number");

    /// <summary>A whole number that is not below another.</summary>
    public int Count(int least = 0) => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int number) && number >= least
        ? number
        : Wrong<int>(least == 0 ? "a whole number that is not negative" : $"a whole number of at least {least}");

    public double Double() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : Wrong<double>("a number");

    /// <summary>A number as the reference's tokenizers read it (<see cref="ScoreNumber"/>).</summary>
    public double Score()
    {
        double number = Value.ValueKind == JsonValueKind.Number ? ScoreNumber.Parse(JsonMarshal.GetRawUtf8Value(Value)) : double.NaN;
        return double.IsFinite(number) ? number : Wrong<double>("a number");
    }

    /// <summary>A text of one character.</summary>
    public Rune Character() => Rune.DecodeFromUtf16(String(), out Rune rune, out int length) == OperationStatus.Done && length == String().Length
        ? rune
        : Wrong<Rune>("one character");

    public bool Bool() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Wrong<bool>("true or false"),
    };

    public T Enum<T>()
        where T : struct, Enum =>
        System.Enum.TryParse(String(), ignoreCase: false, out T value) && System.Enum.IsDefined(value)
            ? value
            : Wrong<T>($"one of {string.Join(", ", System.Enum.GetNames<T>())}");

    public T Wrong<T>(string expected) => throw new TokenizerException(
        $"{File}: expected {expected} at {Path}, found {Shorten(Value.GetRawText())}. " +
        "The file is damaged or of a kind that is not known here; download or copy it again.");

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
