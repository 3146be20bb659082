using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune.Data;

/// <summary>The columns of a data set as the metadata of a README says them: a list of names and types.</summary>
internal static class FeaturesYaml
{
    public static Features Read(YamlNode node) => node is YamlSequenceNode columns
        ? new Features(columns.Children.Select(ReadField))
        : throw Bad("features", node, "a list of columns, each with a name");

    private static KeyValuePair<string, Feature> ReadField(YamlNode node)
    {
        if (node is not YamlMappingNode field || Child(field, "name") is not YamlScalarNode { Value: { } name })
        {
            throw Bad("features", node, "a column with a name, such as {name: text, dtype: string}");
        }

        return KeyValuePair.Create(name, ReadType(field));
    }

    private static Feature ReadType(YamlNode? node) => node switch
    {
        YamlScalarNode { Value: { } name } => RichTypes.Names.FirstOrDefault(type => RichTypes.YamlName(type) == name) is { } type
            ? Rich(type, [])
            : FeaturesJson.ReadDtype(name),
        YamlSequenceNode fields => new Struct(Read(fields)),
        YamlMappingNode map => ReadMapping(map),
        _ => throw Bad("dtype", node, "a type"),
    };

    private static Feature ReadMapping(YamlMappingNode map)
    {
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            switch ((key as YamlScalarNode)?.Value)
            {
                case "dtype":
                case "struct":
                    return ReadType(value);
                case "list":
                    return new Sequence(ReadType(value)) { Length = Length(map) };
                case "large_list":
                    return new Sequence(ReadType(value)) { IsLarge = true };
                case "sequence":
                    return FeaturesJson.ReadSequence(ReadType(value), Length(map));
                case "class_label":
                    return ReadClasses(value);
                case { } name when RichTypes.Names.FirstOrDefault(type => RichTypes.YamlName(type) == name) is { } type:
                    return Rich(type, YamlText.ToJson(value) as JsonObject ?? []);
            }
        }

        throw Bad("a column", map, "one of the keys dtype, list, sequence, large_list and struct");
    }

    private static Feature Rich(string type, JsonObject feature)
    {
        feature["_type"] = type;
        return RichTypes.Storage(type, feature)!;
    }

    private static int Length(YamlMappingNode map) => Child(map, "length") is YamlScalarNode length
        ? int.TryParse(length.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Bad("length", length, "a whole number")
        : -1;

    /// <summary>Names by number (every number from 0 on), or a list.</summary>
    private static ClassLabel ReadClasses(YamlNode node)
    {
        YamlNode? names = node is YamlMappingNode map ? Child(map, "names") : null;
        if (names is YamlSequenceNode { Children.Count: > 0 } list)
        {
            return new ClassLabel([.. list.Children.Select(name => (name as YamlScalarNode)?.Value ?? throw Bad("names", name, "a text"))]);
        }

        if (names is not YamlMappingNode { Children.Count: > 0 } numbered)
        {
            throw Bad("class_label", node, "the names of the classes: names: {'0': neg, '1': pos}");
        }

        return new ClassLabel([.. Enumerable.Range(0, numbered.Children.Count).Select(id => NameOf(numbered, id))]);
    }

    private static string NameOf(YamlMappingNode names, int id) =>
        (Child(names, id.ToString(CultureInfo.InvariantCulture)) as YamlScalarNode)?.Value
        ?? throw Bad("names", names, $"a name for each number from 0 to {names.Children.Count - 1} ({id} has none)");

    public static YamlSequenceNode Write(Features features) => new(features.Select(column =>
    {
        YamlMappingNode field = new((YamlNode)new YamlScalarNode("name"), YamlText.Scalar(column.Key));
        return (YamlNode)WriteType(column.Value, field);
    }));

    /// <summary>Adds what says the type to a mapping: <c>dtype: string</c>, <c>list: int32</c>, <c>struct: [...]</c>.</summary>
    private static YamlMappingNode WriteType(Feature feature, YamlMappingNode into)
    {
        (string key, YamlNode type) = feature switch
        {
            Sequence { ReferenceType: null } list => (list.IsLarge ? "large_list" : "list", WriteElement(list.Of)),
            Struct { ReferenceType: null } fields => ("struct", Write(fields.Fields)),
            _ => ("dtype", WriteElement(feature)),
        };
        into.Add(new YamlScalarNode(key), type);
        if (feature is Sequence { Length: >= 0 } fixedLength)
        {
            into.Add("length", fixedLength.Length.ToString(CultureInfo.InvariantCulture));
        }

        return into;
    }

    private static YamlNode WriteElement(Feature feature) => feature switch
    {
        { ReferenceType: { } rich } => WriteRich(JsonText.ReadObject(rich)),
        ClassLabel label => new YamlMappingNode("class_label", new YamlMappingNode("names", new YamlMappingNode(label.Names.Select(
            (name, id) => KeyValuePair.Create<YamlNode, YamlNode>(Quoted(id.ToString(CultureInfo.InvariantCulture)), YamlText.Scalar(name)))))),
        Struct fields => Write(fields.Fields),
        Value value => YamlText.Scalar(value.Dtype),
        _ => WriteType(feature, []),
    };

    private static YamlNode WriteRich(JsonObject feature)
    {
        string name = RichTypes.YamlName(FeaturesJson.Text(feature, "_type"));
        IEnumerable<KeyValuePair<YamlNode, YamlNode>> arguments = feature.Where(entry => entry.Key != "_type")
            .Select(entry => KeyValuePair.Create((YamlNode)new YamlScalarNode(entry.Key), YamlText.FromJson(entry.Value)));
        YamlMappingNode map = new(arguments);
        return map.Children.Count == 0 ? new YamlScalarNode(name) : new YamlMappingNode(name, map);
    }

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;

    private static YamlScalarNode Quoted(string text) => new(text) { Style = ScalarStyle.SingleQuoted };

    private static InvalidDataException Bad(string key, YamlNode? node, string expected) =>
        DataError.BadFeature(key, node is null ? null : YamlText.ToJson(node), expected);
}
