using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>The states of callbacks, as the reference keeps them in its state and as we keep them beside it.</summary>
internal static class StatefulCallbacks
{
    /// <summary>Gets the reference's <c>stateful_callbacks</c>: a state by type name, or a list where there are several of a type.</summary>
    public static JsonObject Collect(IEnumerable<TrainerCallback> callbacks, TrainerControl control)
    {
        JsonObject all = [];
        foreach (IGrouping<string, KeyValuePair<string, CallbackState>> group in Named(callbacks).GroupBy(pair => pair.Key))
        {
            JsonNode[] states = [.. group.Select(pair => pair.Value.ToJson())];
            all[group.Key] = states.Length == 1 ? states[0] : new JsonArray(states);
        }

        all[nameof(TrainerControl)] = control.State().ToJson();
        return all;
    }

    /// <summary>Gets every state with its type's name, in order.</summary>
    public static IReadOnlyList<KeyValuePair<string, CallbackState>> Named(IEnumerable<TrainerCallback> callbacks) =>
        [.. callbacks.OfType<IExportableState>().Select(callback => KeyValuePair.Create(callback.GetType().Name, callback.State()))];

    /// <summary>Gets every state of the reference's <c>stateful_callbacks</c> with its type's name.</summary>
    public static IReadOnlyList<KeyValuePair<string, CallbackState>> Named(JsonObject stateful) =>
    [
        .. stateful.Where(pair => pair.Key != nameof(TrainerControl))
            .SelectMany(pair => (pair.Value as JsonArray)?.AsEnumerable() ?? [pair.Value], (pair, state) => KeyValuePair.Create(pair.Key, CallbackState.FromJson(state))),
    ];

    /// <summary>Gives callbacks the states they had, first of a type to first of that type.</summary>
    /// <returns>Whether every callback was made with what it was made with then.</returns>
    public static bool Restore(IEnumerable<TrainerCallback> callbacks, IReadOnlyList<KeyValuePair<string, CallbackState>> states, TrainerLog log)
    {
        bool same = true;
        List<KeyValuePair<string, CallbackState>> left = [.. states];
        foreach (IExportableState callback in callbacks.OfType<IExportableState>())
        {
            string name = callback.GetType().Name;
            int index = left.FindIndex(pair => pair.Key == name);
            if (index < 0)
            {
                continue;
            }

            CallbackState state = left[index].Value;
            left.RemoveAt(index);
            bool unchanged = JsonNode.DeepEquals(Comparable(state.Args), Comparable(callback.State().Args));
            if (!unchanged)
            {
                log.Warning(LogEvent.Settings, $"{name} is set otherwise than in the checkpoint ({JsonText.WriteLine(state.Args)}); the new settings count, what it had noted is kept.");
            }

            same &= unchanged;
            callback.FromState(state);
        }

        if (left.Count > 0)
        {
            log.Warning(LogEvent.Checkpoint, $"The checkpoint holds the state of callbacks that this Trainer does not have: {string.Join(", ", left.Select(pair => pair.Key))}.");
        }

        return same;
    }

    /// <summary>Numbers compare by value, however they are written.</summary>
    internal static JsonNode? Comparable(JsonObject args) => JsonText.Read(JsonText.WriteLine(args).Replace(".0,", ",", StringComparison.Ordinal).Replace(".0}", "}", StringComparison.Ordinal));
}
