using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Atelier.Core.Errors;
using Atelier.Core.Requests;

namespace Atelier.Server.Wire;

/// <summary>Reads a body with objects in it, so that every wrong field is named by its path, such as <c>config.style</c>.</summary>
internal static class NestedBody
{
    /// <summary>The body; what is wrong with single fields goes into <paramref name="errors"/>.</summary>
    /// <param name="codeOf">The code of a field of a wrong type, by its path.</param>
    public static T Read<T>(JsonElement json, ErrorList errors, Func<string, ErrorCode> codeOf)
        where T : BodyPart, new() => (T)Read(typeof(T), json, "", errors, codeOf);

    private static object Read(
        Type type,
        JsonElement json,
        string path,
        ErrorList errors,
        Func<string, ErrorCode> codeOf
    )
    {
        var info = WireJson.Options.GetTypeInfo(type);
        var body = info.CreateObject!();
        foreach (var property in json.EnumerateObject().TakeWhile(_ => !errors.IsFull))
        {
            var at = path + JsonBody.Shorten(property.Name);
            if (info.Properties.FirstOrDefault(known => known.Name == property.Name) is { } field)
            {
                Set(body, field, property.Value, at, errors, codeOf);
            }
            else
            {
                errors.Add(at, $"There is no field '{at}'.{JsonBody.Hint(property.Name, info)}");
            }
        }

        return body;
    }

    private static void Set(
        object body,
        JsonPropertyInfo field,
        JsonElement value,
        string path,
        ErrorList errors,
        Func<string, ErrorCode> codeOf
    )
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (field.PropertyType.IsAssignableTo(typeof(BodyPart)))
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                field.Set!(body, Read(field.PropertyType, value, $"{path}.", errors, codeOf));
            }
            else
            {
                errors.Add(path, $"{path} must be an object.");
            }

            return;
        }

        if (HalfLetters.AreIn(value))
        {
            errors.Add(path, $"{path} holds text that is not valid Unicode.", code: codeOf(path));
            return;
        }

        try
        {
            field.Set!(body, value.Deserialize(WireJson.Options.GetTypeInfo(field.PropertyType)));
        }
        catch (JsonException)
        {
            errors.Add(path, $"{path} must be {JsonBody.Describe(field.PropertyType)}.", code: codeOf(path));
        }
    }
}
