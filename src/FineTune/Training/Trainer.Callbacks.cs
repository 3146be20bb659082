namespace FineTune;

/// <content>Callbacks that come and go.</content>
public partial class Trainer
{
    /// <summary>Adds a callback after all others.</summary>
    public void AddCallback(TrainerCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Handler.Add(callback);
    }

    /// <summary>Makes a callback of a type and adds it after all others.</summary>
    public void AddCallback<T>()
        where T : TrainerCallback, new() => Handler.Add(new T());

    /// <summary>Takes a callback out.</summary>
    /// <returns>It, or null when it was not there.</returns>
    public TrainerCallback? PopCallback(TrainerCallback callback) => RemoveCallback(callback) ? callback : null;

    /// <summary>Takes the first callback of a type out.</summary>
    /// <returns>It, or null when there is none.</returns>
    public T? PopCallback<T>()
        where T : TrainerCallback => Handler.Pop<T>();

    /// <summary>Takes the first callback of a type out, if there is one.</summary>
    public void RemoveCallback<T>()
        where T : TrainerCallback => _ = Handler.Pop<T>();

    /// <summary>Takes a callback out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool RemoveCallback(TrainerCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return Handler.Remove(callback);
    }
}
