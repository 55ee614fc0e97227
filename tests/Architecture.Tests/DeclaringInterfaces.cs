using Microsoft.AspNetCore.SignalR;

namespace OneVOne.Architecture.Tests;

/// <summary>An interface is for a second implementation or a public seam; any other only hides where the code is.</summary>
public sealed class DeclaringInterfaces
{
    [Fact]
    public void An_interface_has_two_implementations_or_is_what_clients_of_a_hub_hear() =>
        Assert.Empty(Needless(Repository.Assemblies.SelectMany(assembly => assembly.GetTypes())));

    [Fact]
    public void The_rule_can_fail() => Assert.Equal(
        [typeof(IOnce), typeof(INever)],
        Needless([typeof(IOnce), typeof(Once), typeof(INever), typeof(ITwice), typeof(First), typeof(Second)]));

    [Fact]
    public void The_client_of_a_hub_is_a_seam() => Assert.Empty(Needless([typeof(IHeard), typeof(HeardHub)]));

    private static IEnumerable<Type> Needless(IEnumerable<Type> types)
    {
        var all = types.ToArray();
        var heard = all.Select(HubClientOf).OfType<Type>().ToHashSet();
        return all.Where(type => type.IsInterface && !heard.Contains(type)
            && all.Count(other => other is { IsInterface: false, IsAbstract: false } && Implements(other, type)) < 2);
    }

    private static bool Implements(Type type, Type contract) =>
        type.GetInterfaces().Any(implemented =>
            (implemented.IsGenericType ? implemented.GetGenericTypeDefinition() : implemented) == contract);

    private static Type? HubClientOf(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Hub<>)
            ? parent.GenericTypeArguments[0]
            : null;

    private interface IOnce;

    private interface INever;

    private interface ITwice;

    private interface IHeard;

    private sealed class Once : IOnce;

    private sealed class First : ITwice;

    private sealed class Second : ITwice;

    private sealed class HeardHub : Hub<IHeard>;
}
