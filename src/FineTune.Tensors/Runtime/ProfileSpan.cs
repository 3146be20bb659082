namespace FineTune.Runtime;

/// <summary>A kernel that has begun, if a profile is being taken.</summary>
internal readonly struct ProfileSpan(Profile? profile, long begin)
{
    /// <summary>Ends it under the type or name it goes by.</summary>
    public void End(object key, double operations = 0) => profile?.End(key, begin, operations);

    /// <summary>Ends it under the type of its job; cheaper to call than with the type when nothing is being taken.</summary>
    public void End<TJob>()
        where TJob : allows ref struct
    {
        profile?.End(typeof(TJob), begin, 0);
    }
}
