namespace FineTune.Optim;

/// <summary>Bounds of learning rates: one for all groups, or one a group.</summary>
internal static class LrBounds
{
    public static double[] PerGroup(string name, IReadOnlyList<double> bounds, Optimizer optimizer)
    {
        int groups = optimizer.ParamGroups.Count;
        if (bounds.Count != 1 && bounds.Count != groups)
        {
            Throw.NotOneAGroup(name, bounds.Count, groups);
        }

        double[] all = new double[groups];
        for (int i = 0; i < groups; i++)
        {
            all[i] = bounds[bounds.Count == 1 ? 0 : i];
        }

        return all;
    }
}
