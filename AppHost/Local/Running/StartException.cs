namespace OneVOne.AppHost.Local.Running;

/// <summary>The system cannot start; the message is for the user and says what to do.</summary>
public sealed class StartException(string message) : Exception(message);
