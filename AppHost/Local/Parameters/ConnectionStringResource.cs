namespace Aspire.Hosting;

/// <summary>A connection string made of other resources' values, or configured for a server of the user's own.</summary>
public sealed class ConnectionStringResource(string name, ReferenceExpression expression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    public ReferenceExpression ConnectionStringExpression => expression;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        expression.GetValueAsync(cancellationToken);
}
