using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is known only once ports and secrets are.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

internal sealed record Literal(string? Value) : IValueProvider
{
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Value);
}

/// <summary>Text with holes: <c>ReferenceExpression.Create($"Host={endpoint};Password={parameter}")</c>.</summary>
public sealed class ReferenceExpression : IValueProvider
{
    private readonly List<IValueProvider> _parts;

    private ReferenceExpression(List<IValueProvider> parts) => _parts = parts;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => new(handler.Parts);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(await part.GetValueAsync(cancellationToken));
        }

        return text.ToString();
    }

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler
    {
        public ExpressionInterpolatedStringHandler(int literalLength, int formattedCount) =>
            Parts = new(formattedCount * 2);

        internal List<IValueProvider> Parts { get; }

        public void AppendLiteral(string value) => Parts.Add(new Literal(value));

        public void AppendFormatted(string? value) => Parts.Add(new Literal(value));

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider => Parts.Add(valueProvider);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider => Parts.Add(valueProvider.Resource);
    }
}
