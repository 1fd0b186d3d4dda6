using Atelier.Core.Requests;
using Atelier.Providers.Calls;

namespace Atelier.Engine.Planning;

/// <summary>A plan, the request it is for (its seed settled), and the compiled calls in order of the chain.</summary>
public sealed record PlannedWork(ImageRequest Request, GenerationPlan Plan, IReadOnlyList<CompiledCall> Calls);
