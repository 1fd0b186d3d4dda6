using System.Text.Json.Serialization;

namespace Atelier.Data.Cluster;

internal sealed record LockHolder(int ProcessId, string Address);

[JsonSerializable(typeof(LockHolder))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class LockHolderJson : JsonSerializerContext;
