namespace FineTune;

/// <summary>
/// A part of a model: parameters and further modules under the names the reference gives them, so that a state dict's keys
/// (<c>encoder.layer.0.attention.self.query.weight</c>) need no translation. Derive from it to write your own.
/// </summary>
public abstract class Module
{
    private readonly List<(string Name, Module Module)> _children = [];
    private readonly List<(string Name, Parameter Parameter)> _parameters = [];

    /// <summary>Gets whether the module is in training mode, in which dropout draws. Default true; a loaded model is in evaluation mode.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Gets or sets where dropout draws from; setting it sets it for every module inside. The Trainer sets its own.</summary>
    public Generator? Generator
    {
        get;
        set
        {
            field = value;
            foreach ((_, Module module) in _children)
            {
                module.Generator = value;
            }
        }
    }

    /// <summary>Gets the modules directly inside this one, in registration order.</summary>
    public IReadOnlyList<(string Name, Module Module)> NamedChildren => _children;

    /// <summary>Puts this module and all inside it into training mode, or evaluation mode.</summary>
    public void Train(bool mode = true)
    {
        foreach ((_, Module module) in _children)
        {
            module.Train(mode);
        }

        Interlocked.MemoryBarrier(); // Another thread that sees it of this module may rely on all inside.
        Training = mode;
    }

    /// <summary>Puts this module and all inside it into evaluation mode: the same as <c>Train(false)</c>.</summary>
    public void Eval() => Train(false);

    /// <summary>Gets every module, this one (named "") included, parents before children.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules()
    {
        yield return (string.Empty, this);
        foreach ((string name, Module child) in _children)
        {
            foreach ((string inner, Module module) in child.NamedModules())
            {
                yield return (Join(name, inner), module);
            }
        }
    }

    /// <summary>Gets every parameter with its dotted name: a module's own first, then its children's, in registration order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> NamedParameters()
    {
        HashSet<Parameter> seen = new(ReferenceEqualityComparer.Instance);
        foreach ((string prefix, Module module) in NamedModules())
        {
            foreach ((string name, Parameter parameter) in module._parameters)
            {
                if (seen.Add(parameter))
                {
                    yield return (Join(prefix, name), parameter);
                }
            }
        }
    }

    /// <summary>Gets every parameter, in the order of <see cref="NamedParameters"/>.</summary>
    public IEnumerable<Parameter> Parameters() => NamedParameters().Select(pair => pair.Parameter);

    /// <summary>Forgets every parameter's gradient.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in Parameters())
        {
            parameter.ZeroGrad();
        }
    }

    /// <summary>Gets the parameters directly in this module.</summary>
    internal IReadOnlyList<(string Name, Parameter Parameter)> OwnParameters => _parameters;

    /// <summary>Adds a module under the name it has in the state dict and returns it.</summary>
    protected T RegisterModule<T>(string name, T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        _children.Add((name, module));
        return module;
    }

    /// <summary>Adds a parameter of zeros under the name it has in the state dict and returns it.</summary>
    protected Parameter RegisterParameter(string name, Shape shape)
    {
        Parameter parameter = new(shape);
        _parameters.Add((name, parameter));
        return parameter;
    }

    private static string Join(string prefix, string name) =>
        prefix.Length == 0 ? name : name.Length == 0 ? prefix : prefix + "." + name;
}
