using Atelier.Providers.Tests.Conformance;

namespace Atelier.Providers.Tests.Docs;

/// <summary>The wires of the suite and the classes that prove them, as they stand in this assembly.</summary>
internal static class Subjects
{
    /// <summary>All that there are to prove.</summary>
    public static readonly IReadOnlyList<Type> All =
    [
        typeof(SubmittingTests<>),
        typeof(CompilingTests<>),
        typeof(FailingTests<>),
        typeof(PollingTests<>),
        typeof(LosingTests<>),
        typeof(TrustingTests<>),
        typeof(KnowingTests<>),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WireUnderTest> Wires() =>
        [
            .. typeof(Subjects)
                .Assembly.GetTypes()
                .Where(type => type.IsSubclassOf(typeof(WireUnderTest)) && !type.IsAbstract)
                .Select(type => (WireUnderTest)Activator.CreateInstance(type)!)
                .OrderBy(wire => wire.Provider, StringComparer.Ordinal),
        ];

    /// <summary>The classes that prove this wire, in order of the subjects.</summary>
    public static IReadOnlyList<Type> ClassesOf(Type wire) =>
        [
            .. All.SelectMany(subject =>
                typeof(Subjects).Assembly.GetTypes().Where(type => type.IsSubclassOf(subject.MakeGenericType(wire)))
            ),
        ];
}
