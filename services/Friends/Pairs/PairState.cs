namespace OneVOne.Friends.Pairs;

/// <summary>What stands between two people beside blocks; stored as the lower-case word.</summary>
internal enum PairState
{
    /// <summary>Nothing: there are only blocks, now or once.</summary>
    None,

    /// <summary>The last request waits for its receiver.</summary>
    Pending,

    /// <summary>The last request became a friendship.</summary>
    Friends,

    /// <summary>Its receiver said no.</summary>
    Declined,

    /// <summary>Its sender took it back.</summary>
    Canceled,

    /// <summary>A block ended it.</summary>
    Withdrawn,

    /// <summary>It became a friendship, which is over.</summary>
    Ended,
}
