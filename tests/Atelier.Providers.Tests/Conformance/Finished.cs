using Atelier.Providers.Answers;
using Atelier.Providers.Calls;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>A call that went its whole way.</summary>
/// <param name="TaskId">Null where the answer came at once.</param>
internal sealed record Finished(PaidCall Paid, string? TaskId, ProviderAnswer Answer, MemorySpool Spool);
