namespace FineTune.Data;

/// <summary>Makes the tree of fields of the flat list in a parquet file's metadata.</summary>
internal sealed class ParquetSchemaReader(IReadOnlyList<ThriftStruct> elements)
{
    private const int DeepestNesting = 60;
    private int _next;
    private int _leaves;

    /// <summary>Gets the number of columns that a row group has.</summary>
    public int LeafCount => _leaves;

    public ParquetField[] Read()
    {
        ThriftStruct root = Next();
        return [.. ReadChildren(root, new Node(root, string.Empty, 0, 0, [], -1), 0).Select(node => Interpret(node))];
    }

    private ThriftStruct Next() => _next < elements.Count ? elements[_next++] : throw new FormatException("the schema ends too early");

    private Node[] ReadChildren(ThriftStruct element, Node parent, int depth)
    {
        long count = element.Number(5) ?? 0;
        if (count < 0 || count > elements.Count - _next || depth > DeepestNesting)
        {
            throw new FormatException($"a group of {count} fields where the schema has {elements.Count - _next}, {depth} deep");
        }

        Node[] children = new Node[count];
        for (int i = 0; i < children.Length; i++)
        {
            children[i] = ReadNode(parent, depth + 1);
        }

        return children.CountBy(child => child.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1).Key is { } twice
            ? throw new FormatException($"a group with two fields \"{twice}\"")
            : children;
    }

    private Node ReadNode(Node parent, int depth)
    {
        ThriftStruct element = Next();
        string name = element.Text(4) ?? throw new FormatException("a field without a name");
        long repetition = element.Number(3) ?? 0;
        string path = parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
        Node node = new(element, path, parent.Definition + (repetition == 0 ? 0 : 1), parent.Repetition + (repetition == 2 ? 1 : 0), [], -1);
        return element.Has(1) ? node with { Leaf = _leaves++ } : node with { Children = ReadChildren(element, node, depth) };
    }

    private static ParquetField Interpret(Node node) => node.IsRepeated
        ? new ParquetListField(node.Name, node.Definition, node.Definition - 1, node.Repetition, InterpretOne(node))
        : InterpretOne(node);

    private static ParquetField InterpretOne(Node node) => node switch
    {
        { Leaf: >= 0 } => new ParquetLeafField(node.Name, node.Definition, node.Repetition, node.Path, node.Leaf, node.Element),
        { IsList: true, Children: [{ IsRepeated: true } repeated] } => List(node, repeated, ElementOf(node, repeated)),
        { IsMap: true, Children: [{ IsRepeated: true, Leaf: < 0 } repeated] } => List(node, repeated, InterpretOne(repeated)),
        _ => new ParquetStructField(node.Name, node.Definition, Array.ConvertAll(node.Children, Interpret)),
    };

    private static ParquetListField List(Node list, Node repeated, ParquetField element) =>
        new(list.Name, repeated.Definition, list.Definition, repeated.Repetition, element);

    /// <summary>Today a list is a group in a group around its element; older writers left the inner group out.</summary>
    private static ParquetField ElementOf(Node list, Node repeated) =>
        repeated.Children.Length != 1 || repeated.Name == "array" || repeated.Name == list.Name + "_tuple"
            ? InterpretOne(repeated)
            : Interpret(repeated.Children[0]);

    private sealed record Node(ThriftStruct Element, string Path, int Definition, int Repetition, Node[] Children, int Leaf)
    {
        public string Name => Element.Text(4)!;

        public bool IsRepeated => Element.Number(3) == 2;

        public bool IsList => Element.Number(6) == 3 || Element.Struct(10)?.Has(3) == true;

        public bool IsMap => Element.Number(6) is 1 or 2 || Element.Struct(10)?.Has(2) == true;
    }
}
