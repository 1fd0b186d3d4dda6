using System.Globalization;
using System.Text.Json.Nodes;
using Atelier.Core;
using Atelier.Core.Images;
using Atelier.Engine.Renditions;
using Atelier.Server.Accounts;
using Atelier.Server.Generations;
using Microsoft.OpenApi;

namespace Atelier.Server.Docs;

/// <summary>Headers and query parameters that doors read by themselves, and what the declared ones mean.</summary>
internal static class DoorParameters
{
    private static readonly string[] DeckMaking =
    [
        "GenerateDeckImage",
        "RegenerateDeckImage",
        "UpscaleDeckImage",
        "EditDeckImage",
        "RemoveDeckImageBackground",
    ];

    private static readonly Dictionary<string, string> Declared = new()
    {
        ["ListGenerations.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListGenerations.state"] = "Only generations of this state.",
        ["ListGenerations.limit"] = "Generations on a page, 1 to 100. The default is 20.",
        ["GetGeneration.id"] = "Id of the generation.",
        ["GetDeckImage.id"] = "Id of the generation.",
        ["GetDeckImageUsage.cursor"] = "nextCursor of the page before; without it the newest come first.",
        ["GetDeckImageUsage.limit"] = "Generations on a page, 1 to 100. The default is 20.",
        ["GetPresentationUsage.id"] = "Your name of the deck.",
        ["GetPresentationUsage.cursor"] = "nextCursor of the page before; without it the newest come first.",
        ["GetPresentationUsage.limit"] = "Generations on a page, 1 to 100. The default is 20.",
        ["GetPhotoTask.taskId"] = "Id of the task.",
        ["HeadGetPhotoTask.taskId"] = "Id of the task.",
        ["ExplainGeneration.id"] = "Id of the generation.",
        ["CancelGeneration.id"] = "Id of the generation.",
        ["StreamGenerationEvents.id"] = "Id of the generation.",
        ["ListReviews.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListReviews.limit"] = "Reviews on a page, 1 to 100. The default is 20.",
        ["AcceptReview.id"] = "Id of the review.",
        ["RefuseReview.id"] = "Id of the review.",
        ["GetReviewImage.id"] = "Id of the review.",
        ["GetReviewImage.image"] = "Id of the picture.",
        ["ListKnownPictures.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListKnownPictures.limit"] = "Pictures on a page, 1 to 100. The default is 20.",
        ["RemoveKnownPicture.id"] = "Id of the known picture.",
        ["SetAccountBudget.id"] = "Id of the account.",
        ["SetKeyBudget.id"] = "Id of the key.",
        ["GetModel.id"] = "Id or alias of the model.",
        ["GetPhotoFile.sessionId"] = "Id of the session.",
        ["HeadGetPhotoFile.sessionId"] = "Id of the session.",
        ["DeletePhotoSession.sessionId"] = "Id of the session.",
        ["KeepImage.id"] = "Id of the image.",
        ["GetPreview.id"] = "Id of the generation.",
        ["GetImageFile.id"] = "Id of the image.",
        ["GetImageFile.variant"] = "Which of its files.",
        ["CreateImageUrl.id"] = "Id of the image.",
        ["GetAccount.id"] = "Id of the account.",
        ["ChangeAccount.id"] = "Id of the account.",
        ["ListAccounts.tier"] = "Only accounts of this tier.",
        ["ListAccounts.email"] = "Only the account with this address, in any case.",
        ["ListAccounts.text"] = "Only accounts with this in their name or address.",
        ["ListAccounts.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListAccounts.limit"] = "Accounts on a page, 1 to 100. The default is 20.",
        ["BookCredits.id"] = "Id of the account.",
        ["CreateKey.id"] = "Id of the account.",
        ["ListKeys.id"] = "Id of the account.",
        ["ListKeys.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListKeys.limit"] = "Keys on a page, 1 to 100. The default is 20.",
        ["RotateKey.id"] = "Id of the key.",
        ["RevokeKey.id"] = "Id of the key.",
        ["EraseAccount.id"] = "Id of the account.",
        ["GetErasure.id"] = "Id of the account.",
        ["ListAudit.account"] = "Only what was done to this account.",
        ["ListAudit.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListAudit.limit"] = "Entries on a page, 1 to 100. The default is 20.",
        ["RevokeUrlsOfAccount.id"] = "Id of the account.",
        ["GetWebhook.id"] = "Id of the endpoint.",
        ["ChangeWebhook.id"] = "Id of the endpoint.",
        ["DeleteWebhook.id"] = "Id of the endpoint.",
        ["RotateWebhookSecret.id"] = "Id of the endpoint.",
        ["TestWebhook.id"] = "Id of the endpoint.",
        ["ListWebhookDeliveries.id"] = "Id of the endpoint.",
        ["RedeliverWebhook.id"] = "Id of the endpoint.",
        ["RecoverWebhook.id"] = "Id of the endpoint.",
        ["ListWebhookDeliveries.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListWebhookDeliveries.limit"] = "Deliveries on a page, 1 to 100. The default is 20.",
        ["RedeliverWebhook.delivery"] = "Id of the delivery.",
        ["ListAccountWebhooks.id"] = "Id of the account.",
        ["DisableAccountWebhook.id"] = "Id of the account.",
        ["DisableAccountWebhook.webhook"] = "Id of the endpoint.",
        ["HeadGetImageFile.id"] = "Id of the image.",
        ["HeadGetImageFile.variant"] = "Which of its files.",
        ["ListBudgets.cursor"] = "next_cursor of the page before.",
        ["ListBudgetAlerts.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["GetAccountBudget.id"] = "Id of the account.",
        ["GetKeyBudget.id"] = "Id of the key.",
        ["GetCosts.from"] = "The first day, such as 2026-11-01. The default is the first of the month of to.",
        ["GetCosts.to"] = "The last day, at most 400 days from the first. The default is today, UTC.",
        ["GetCosts.group"] =
            "1 to 3 of provider, model, account, key, day and operation, with commas. The default is provider.",
        ["GetCostDrift.days"] = "Days back from now, 1 to 366. The default is 30.",
        ["GetCosts.format"] = "json or csv; without it Accept decides.",
        ["GetProviderCosts.format"] = "json or csv; without it Accept decides.",
        ["ListUsage.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListUsage.limit"] = "Generations on a page, 1 to 100. The default is 20.",
        ["ListUsage.day"] = "Only those asked for on this day, such as 2026-11-21.",
        ["ListUsage.month"] = "Only those asked for in this month, such as 2026-11.",
        ["GetAccountUsage.id"] = "Id of the account.",
        ["ListAccountUsage.id"] = "Id of the account.",
        ["ListAccountUsage.cursor"] = "next_cursor of the page before; without it the newest come first.",
        ["ListAccountUsage.limit"] = "Generations on a page, 1 to 100. The default is 20.",
        ["ListAccountUsage.day"] = "Only those asked for on this day, such as 2026-11-21.",
        ["ListAccountUsage.month"] = "Only those asked for in this month, such as 2026-11.",
    };

    public static void Add(OpenApiOperation operation)
    {
        var door = operation.OperationId!;
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters.OfType<OpenApiParameter>())
        {
            parameter.Description ??= Declared.GetValueOrDefault($"{door}.{parameter.Name}");
            Refine(door, parameter);
        }

        if (
            door is "CreateImage" or "CreateGeneration" or "GetGeneration" or "GetDeckImage"
            || DeckMaking.Contains(door)
        )
        {
            operation.Parameters.Add(Prefer(door));
        }

        if (
            door is "CreateImage" or "CreateGeneration" or "BookCredits" or "StartPhotoTask" or "UploadPhoto"
            || DeckMaking.Contains(door)
        )
        {
            operation.Parameters.Add(IdempotencyKey(door));
        }

        if (door is "CreateImage" or "CreateGeneration")
        {
            operation.Parameters.Add(Quote());
        }

        if (door is "StreamProgress")
        {
            operation.Parameters.Add(Text(ParameterLocation.Query, "generationId", "Only this generation."));
            operation.Parameters.Add(
                Text(ParameterLocation.Query, "presentationId", "Only generations for this presentation.")
            );
            operation.Parameters.Add(
                Text(
                    ParameterLocation.Query,
                    "after",
                    "The seq of the last message you have; the stream goes on behind it."
                )
            );
        }

        if (door is "StreamGenerationEvents" or "StreamProgress")
        {
            operation.Parameters.Add(LastEventId());
            operation.Parameters.Add(
                Text(
                    ParameterLocation.Query,
                    "ticket",
                    "A ticket of `POST /v1/tickets` in place of the key, for a browser's EventSource; it works once."
                )
            );
        }

        if (door is "GetPhotoFile" or "HeadGetPhotoFile")
        {
            operation.Parameters.Add(Words("type", "Which file; the default is output.", ["output", "input"]));
            operation.Parameters.Add(
                Words(
                    "download",
                    "`true` saves it under a name; the session then goes two hours later. The default is false.",
                    ["false", "true"]
                )
            );
            operation.Parameters.Add(
                Text(ParameterLocation.Query, "image", "This very picture of the session, as signed addresses say.")
            );
            AddSignature(operation.Parameters);
        }

        if (door is "GetReviewImage" or "GetPreview")
        {
            AddSignature(operation.Parameters);
        }

        if (door is "GetImageFile" or "HeadGetImageFile")
        {
            AddWish(operation.Parameters);
            AddSignature(operation.Parameters);
        }
    }

    private static void Refine(string door, OpenApiParameter parameter)
    {
        if (parameter.Schema is not OpenApiSchema schema)
        {
            return;
        }

        switch (door, parameter.Name)
        {
            case ("ListGenerations", "state"):
                schema.Enum = [.. AllowedValues.States.Select(word => JsonValue.Create(word))];
                break;
            case ("ListAccounts", "tier"):
                schema.Enum = [.. AccountReader.Tiers.Select(word => JsonValue.Create(word))];
                break;
            case ("GetCosts" or "GetProviderCosts", "format"):
                schema.Enum = [JsonValue.Create("json"), JsonValue.Create("csv")];
                break;
            case ("GetCosts", "from" or "to") or ("ListUsage" or "ListAccountUsage", "day"):
                schema.Format = "date";
                break;
            case (_, "limit"):
                parameter.Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Minimum = "1",
                    Maximum = "100",
                    Default = 20,
                };
                break;
            case ("ListGenerations" or "ListAccounts" or "ListKeys" or "ListUsage" or "ListAccountUsage", "cursor"):
                schema.Format = "uuid";
                break;
            case ("GetImageFile" or "HeadGetImageFile", "variant"):
                schema.Enum = [.. AllowedValues.Variants.Select(file => JsonValue.Create(file))];
                break;
        }
    }

    private static OpenApiParameter Prefer(string door) =>
        Text(
            ParameterLocation.Header,
            "Prefer",
            door == "CreateImage"
                    ? "`respond-async` answers 202 at once; `wait=N` waits N seconds, 0 to 600. The default waits 600."
                : DeckMaking.Contains(door)
                    ? "`respond-async` answers 202 at once; `wait=N` waits N seconds, 0 to 600. The default waits 60, or as long as the provider's wait_seconds say."
                : "`wait=N` waits up to N seconds, 0 to 600, for the end. The default answers at once."
        );

    private static OpenApiParameter IdempotencyKey(string door)
    {
        var parameter = Text(
            ParameterLocation.Header,
            "Idempotency-Key",
            door == "BookCredits" ? "The same key and body book once, however often they come."
                : door == "UploadPhoto"
                    ? "The same key and file open one session, while that lives and at most for 24 hours."
                : "The same key and body get the same generation for 24 hours, so a repeated request is never paid for twice."
        );
        ((OpenApiSchema)parameter.Schema!).MaxLength = 255;
        return parameter;
    }

    private static OpenApiParameter Quote()
    {
        var parameter = Text(
            ParameterLocation.Header,
            QuoteHeader.Name,
            "Id of a quote for this very request. It is accepted at the quote's price or less, or not at all."
        );
        ((OpenApiSchema)parameter.Schema!).Format = "uuid";
        return parameter;
    }

    private static OpenApiParameter LastEventId() =>
        new()
        {
            In = ParameterLocation.Header,
            Name = "Last-Event-ID",
            Description = "Id of the last event you have; the stream goes on after it.",
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int64",
                Minimum = "0",
            },
        };

    private static void AddWish(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(
            Number("w", "Pixels across; alone it keeps the ratio. Nothing is enlarged.", RenditionWish.MostPixels)
        );
        parameters.Add(Number("h", "Pixels down; alone it keeps the ratio.", RenditionWish.MostPixels));
        parameters.Add(
            Words(
                "fit",
                "With w and h: contain (the default) lies inside them, cover fills and crops, pad fills up with the edge's colour.",
                SnakeCase.All<FitMode>()
            )
        );
        parameters.Add(
            Words(
                "format",
                "Of the answer. The default is the original's own, and auto for optimized: by Accept AVIF, WebP or JPEG.",
                SnakeCase.All<WishedFormat>()
            )
        );
        parameters.Add(Number("q", "Quality; the nearest of 80 (the default), 60 and 40 is taken.", 100));
        parameters.Add(
            Text(
                ParameterLocation.Query,
                "preset",
                "A named rendition of the operator's; other parameters go before it."
            )
        );
    }

    private static OpenApiParameter Number(string name, string description, int most) =>
        new()
        {
            In = ParameterLocation.Query,
            Name = name,
            Description = description,
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = most.ToString(CultureInfo.InvariantCulture),
            },
        };

    private static OpenApiParameter Words(string name, string description, IReadOnlyList<string> words)
    {
        var parameter = Text(ParameterLocation.Query, name, description);
        ((OpenApiSchema)parameter.Schema!).Enum = [.. words.Select(word => JsonValue.Create(word))];
        return parameter;
    }

    private static void AddSignature(IList<IOpenApiParameter> parameters)
    {
        parameters.Add(
            Text(ParameterLocation.Query, "exp", "Of a signed address: Unix seconds when it stops working.")
        );
        parameters.Add(Text(ParameterLocation.Query, "kid", "Of a signed address: which secret signed it."));
        parameters.Add(
            Text(ParameterLocation.Query, "sig", "Of a signed address: the signature, instead of an API key.")
        );
    }

    private static OpenApiParameter Text(ParameterLocation place, string name, string description) =>
        new()
        {
            In = place,
            Name = name,
            Description = description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
}
