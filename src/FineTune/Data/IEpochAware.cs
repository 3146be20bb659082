namespace FineTune;

/// <summary>
/// Examples that come in another order or with other random changes in every epoch; the <see cref="DataLoader"/> says which it is.
/// </summary>
public interface IEpochAware
{
    /// <summary>Says which epoch the next pass belongs to, from 0.</summary>
    void SetEpoch(int epoch);
}
