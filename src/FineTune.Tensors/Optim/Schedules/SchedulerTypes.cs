using System.Text.Json;

namespace FineTune;

/// <summary>The reference's spelling of <see cref="SchedulerType"/>.</summary>
public static class SchedulerTypes
{
    /// <summary>Gets the reference's name, such as <c>cosine_with_restarts</c>.</summary>
    public static string Name(SchedulerType type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.ToString()) switch
    {
        "reduce_on_plateau" => "reduce_lr_on_plateau",
        string name => name,
    };

    /// <summary>Gets the schedule of the reference's name.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists them.</exception>
    public static SchedulerType Parse(string name)
    {
        foreach (SchedulerType type in Enum.GetValues<SchedulerType>())
        {
            if (Name(type) == name)
            {
                return type;
            }
        }

        throw Throw.SchedulerUnknown(name, Enum.GetValues<SchedulerType>().Select(Name));
    }
}
