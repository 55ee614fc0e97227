namespace OneVOne.ServiceDefaults.Privacy;

/// <summary>
/// What a service keeps of a person: how it is told to them, and how it goes. One implementation for each service, added
/// by <see cref="PrivacyExtensions.AddPersonalData{TData}"/>.
/// </summary>
public interface IPersonalData
{
    /// <summary>
    /// All of it, at least one file; an empty one where there is nothing, as an export waits for every service. What is
    /// others' (their messages, their names) is not part of it.
    /// </summary>
    IEnumerable<PersonalDataFile> Files(Guid userId);

    /// <summary>Whether there can be an export of this person at all. Only who owns the accounts can say no.</summary>
    Task<bool> MayTellAsync(Guid userId, CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>
    /// Erases it, and leaves what belongs to others whole. Runs in the consumer's transaction: write through the service's
    /// context and do not commit. Events that the person caused may still come later, on any replica, and must bring
    /// nothing back. A second time does no harm.
    /// </summary>
    Task EraseAsync(Guid userId, DateTimeOffset deletedAt, CancellationToken cancellationToken);
}
