using Atelier.Providers.Failures;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>What a fault of the paid POST comes to.</summary>
public sealed record Meaning(FailureKind Kind, Charge Charge);
