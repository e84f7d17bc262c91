/** Addresses that open the phone's own dialler and messages. Spaces and brackets are for reading only. */
export const tel = (dial: string) => `tel:${dial.replace(/[^\d+*#]/g, '')}`;

export const sms = (number: string, keyword: string | null) => {
  const to = `sms:${number.replace(/[^\d+]/g, '')}`;
  return keyword ? `${to}?body=${encodeURIComponent(keyword)}` : to;
};
