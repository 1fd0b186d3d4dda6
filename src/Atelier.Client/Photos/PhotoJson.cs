using System.Text.Json;
using System.Text.Json.Serialization;
using Atelier.Client.Events;

namespace Atelier.Client.Photos;

/// <summary>How the bodies of the photo doors are read and written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(PhotoStateConverter)]
)]
[JsonSerializable(typeof(PhotoUpload))]
[JsonSerializable(typeof(GenerateBody))]
[JsonSerializable(typeof(PhotoTask))]
[JsonSerializable(typeof(PhotoStatus))]
[JsonSerializable(typeof(PhotoUsage))]
[JsonSerializable(typeof(StageBody))]
internal sealed partial class PhotoJson : JsonSerializerContext;
