using System.Runtime.CompilerServices;

namespace OneVOne.Architecture.Tests
{
    /// <summary>
    /// A type that is named as its namespace's last part cannot be written without its whole name in that namespace.
    /// </summary>
    public sealed class NamingTypes
    {
        [Fact]
        public void No_type_is_named_as_the_end_of_its_namespace() =>
            Assert.DoesNotContain(Repository.Assemblies.SelectMany(assembly => assembly.GetTypes()), IsNamedAsItsNamespace);

        [Fact]
        public void A_namespace_begins_with_its_assembly() =>
            Assert.Empty(Repository.Assemblies.SelectMany(assembly => assembly.GetTypes().Where(type =>
                IsWritten(type) && type.Namespace is not null
                && !$"{type.Namespace}.".StartsWith($"{assembly.GetName().Name}.", StringComparison.Ordinal))));

        [Fact]
        public void The_rule_can_fail() => Assert.True(IsNamedAsItsNamespace(typeof(Sample.Sample)));

        [Fact]
        public void The_rule_can_pass() => Assert.False(IsNamedAsItsNamespace(typeof(NamingTypes)));

        private static bool IsNamedAsItsNamespace(Type type) =>
            IsWritten(type) && type.Namespace?.Split('.')[^1] == type.Name;

        // What the compiler and source generators write is not ours to name.
        private static bool IsWritten(Type type) =>
            !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && !type.Name.Contains('<', StringComparison.Ordinal)
            && type.Namespace?.StartsWith("OneVOne", StringComparison.Ordinal) == true;
    }
}

namespace OneVOne.Architecture.Tests.Sample
{
    internal sealed class Sample;
}
