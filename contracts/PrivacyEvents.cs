namespace OneVOne.Contracts.Privacy;

/// <summary>
/// One piece of what a service keeps of a person, for an export. Published by every service that keeps something; a piece is
/// bounded so that no event grows with a person's history.
/// </summary>
/// <param name="ExportId">The export, from <see cref="Identity.DataExportRequested"/>.</param>
/// <param name="UserId">Whose data.</param>
/// <param name="Service">Who gathered it, such as <c>chat</c>.</param>
/// <param name="File">The file of the archive that it belongs to, without a folder, such as <c>messages.json</c>.</param>
/// <param name="Index">The place of the piece among all of this service, from 0.</param>
/// <param name="IsLast">True for the last piece of the service: with it and all before it the service is done.</param>
/// <param name="Content">UTF-8 text, at most 128 KiB; pieces of one file are joined in the order of their index.</param>
public sealed record PersonalDataGathered(
    Guid ExportId, Guid UserId, string Service, string File, int Index, bool IsLast, string Content);

/// <summary>A service has erased what it kept of a deleted person. Published by every service.</summary>
/// <param name="UserId">The account that was.</param>
/// <param name="Service">Who erased.</param>
/// <param name="ErasedAt">When it was committed, UTC.</param>
public sealed record PersonErased(Guid UserId, string Service, DateTimeOffset ErasedAt);
