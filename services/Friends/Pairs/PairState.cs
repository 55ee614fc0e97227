namespace OneVOne.Friends.Pairs;

/// <summary>What stands between two people; stored as the lower-case word.</summary>
internal enum PairState
{
    /// <summary>The last request waits for its receiver.</summary>
    Pending,

    /// <summary>The last request became a friendship.</summary>
    Friends,

    /// <summary>Its receiver said no.</summary>
    Declined,

    /// <summary>Its sender took it back.</summary>
    Canceled,

    /// <summary>It became a friendship, which is over.</summary>
    Ended,
}
