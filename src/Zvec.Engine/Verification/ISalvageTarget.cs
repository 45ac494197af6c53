namespace Zvec.Engine.Verification;

/// <summary>Takes what a salvage recovers, in the order in which the last word on a key counts.</summary>
internal interface ISalvageTarget
{
    /// <summary>Puts a document in place of any with its key.</summary>
    void Put(Document document);

    /// <summary>Deletes the document with a key, if there is one.</summary>
    void Delete(DocumentKey key);
}
