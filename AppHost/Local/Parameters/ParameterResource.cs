namespace Aspire.Hosting.ApplicationModel;

public sealed class ParameterResource(string name, Func<string> value, bool secret)
    : Resource(name), IValueProvider
{
    private string? _value;

    public bool Secret => secret;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(_value ??= value());
}

public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>
/// A random value. The letters and digits alone give enough entropy, and connection strings do not quote: never turn
/// <see cref="Special"/> on for what goes into one.
/// </summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Letters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";

    public int MinLength { get; set; } = 22;

    public bool Special { get; set; } = true;

    public override string GetDefaultValue() =>
        System.Security.Cryptography.RandomNumberGenerator.GetString(
            Letters + Digits + (Special ? "-_.!" : ""), MinLength);
}
